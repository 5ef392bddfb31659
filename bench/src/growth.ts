// WL-I: does anything cost more because there is more of it? Seeds databases of several sizes and measures them in turns.
// node --conditions=source bench/src/growth.ts [--quick] [--messages 10000,1000000] [--members 10,1000,100000] [--rounds 50] [--out bench/results]
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { maintain, startPostgres } from '../../packages/server/test/support/postgres-server.ts'
import type { Growth } from './growth/growth.ts'
import { measureMembers } from './growth/members.ts'
import { measureMessages } from './growth/messages.ts'
import { removeAtExit } from './leftovers.ts'
import { growthPlot } from './report/growth-plot.ts'
import { growthTables } from './report/growth-table.ts'
import { beginRun, writeResult } from './results.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    messages: { type: 'string' },
    members: { type: 'string' },
    rounds: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) },
  },
})
const numbers = (list: string): number[] => list.split(',').map(Number).sort((a, b) => a - b)
const messages = numbers(values.messages ?? (values.quick ? '10000,100000' : '10000,1000000'))
const members = numbers(values.members ?? (values.quick ? '10,5000' : '10,1000,100000'))
const rounds = Number(values.rounds ?? (values.quick ? 15 : 100))
if ([...messages, ...members, rounds].some((number) => !(Number.isInteger(number) && number >= 1))) {
  console.error('unable to read the options; --messages, --members and --rounds take whole numbers above 0, with commas between')
  process.exit(2)
}

const server = await startPostgres({ settings: 'stock' })
// Root of what a crash of this process must not leave behind; tidily it is stopped below.
removeAtExit(() => rmSync(server.folder, { recursive: true, force: true }))
try {
  await maintain(server.url, `ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`)
  await server.restart('tidy')
  const growth: Growth = {
    ...beginRun(values.quick ? 'quick' : 'full'),
    points: await measureMessages(server, messages, rounds),
    members: await measureMembers(server, members, values.quick ? 2 : 5),
  }
  await writeResult(values.out, 'growth.json', `${JSON.stringify(growth, undefined, 2)}\n`)
  await writeResult(values.out, 'growth.svg', growthPlot(growth))
  console.log(growthTables(growth))
} finally {
  await server.stop()
}
process.exit()
