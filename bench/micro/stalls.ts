/**
 * What the slowest of 300 messages a second wait for: steps of WL-B (or another `--workload`) at a steady rate, and what PostgreSQL wrote for them. `--burst 8000` sends that much a
 * second before, so that the index of search has something to come after; `--aged` begins with segments of WAL to be used again, as on a server that has run for an hour;
 * `--sample` shows what the processes of PostgreSQL wait for, and delays them; `--system socketio` is the peer; `--cpu-prof folder` profiles the server.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { cpuProfArgs } from '../src/cpu-prof.ts'
import { Session } from '../src/session.ts'
import type { MeasuredDatabase } from '../src/systems/database.ts'
import { startPalaver } from '../src/systems/palaver.ts'
import { socketioPostgres } from '../src/systems/socketio-postgres.ts'
import type { System } from '../src/systems/system.ts'
import { withDatabase } from '../src/systems/with-database.ts'
import { workloadIds, workloadOf } from '../src/workload.ts'

const { values } = parseArgs({
  options: {
    system: { type: 'string', default: 'palaver' },
    workload: { type: 'string', default: 'B' },
    'cpu-prof': { type: 'string' },
    burst: { type: 'string', default: '0' },
    burstSeconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '10' },
    steps: { type: 'string', default: '3' },
    aged: { type: 'boolean', default: false },
    sample: { type: 'boolean', default: false },
  },
})

interface WalState {
  readonly bytes: string
  readonly records: string
  readonly pages: string
  readonly segment: string
}

let database: MeasuredDatabase | undefined
const palaver: System = {
  name: 'palaver-postgres',
  title: 'Palaver, PostgreSQL',
  start: (options) =>
    withDatabase((started) => {
      database = started
      return startPalaver(options, { DATABASE_URL: started.url })
    }, 'SELECT count(*) FROM messages'),
}

const waiting = `
  SELECT concat(backend_type, ' ', wait_event_type, ':', wait_event) AS wait FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND wait_event_type IN ('IO', 'LWLock', 'Lock', 'IPC', 'BufferPin')`

/** Counts what is waited for until the step is over. */
const sampleWaits = async (client: pg.Client, step: Promise<unknown>): Promise<string> => {
  const waits = new Map<string, number>()
  const over = step.then(() => true)
  while (!(await Promise.race([over, pause(2, false)]))) {
    const { rows } = await client.query<{ wait: string }>(waiting)
    for (const { wait } of rows) waits.set(wait, (waits.get(wait) ?? 0) + 1)
  }
  return [...waits].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([wait, count]) => `${wait} ${count}`).join(', ')
}

const workload = workloadIds.find((id) => id === values.workload)
if (!workload) throw new Error(`unknown workload ${values.workload}`)
const measured = values.system === 'palaver' ? palaver : socketioPostgres
const session = await Session.open(measured, workloadOf(workload, 'full'), { nodeArgs: cpuProfArgs(values['cpu-prof'], measured.name) })
try {
  const client = database && new pg.Client({ connectionString: database.url })
  await client?.connect()
  const wal = async () =>
    (await client?.query<WalState>("SELECT wal_bytes AS bytes, wal_records AS records, wal_fpi AS pages, pg_walfile_name(pg_current_wal_insert_lsn()) AS segment FROM pg_stat_wal"))?.rows[0]
  if (values.aged) {
    for (let segment = 0; segment < 40; segment += 1) await client?.query("SELECT pg_logical_emit_message(false, 'age', repeat('x', 16000000))")
    await client?.query('CHECKPOINT')
  }
  if (values.burst !== '0') {
    const { outcome } = await session.run({ rate: Number(values.burst), seconds: Number(values.burstSeconds), uncountedSeconds: 0.5, drainMs: 5000 })
    console.log(`${outcome.sent} messages before, p99 ${outcome.delivery.p99.toFixed(1)} ms`)
  }
  for (let n = 0; n < Number(values.steps); n += 1) {
    const before = await wal()
    const step = session.run({ rate: Number(values.rate), seconds: Number(values.seconds), uncountedSeconds: 1, drainMs: 3000 })
    const waits = client && values.sample ? await sampleWaits(client, step) : ''
    const { outcome, serverCpuMs, databaseCpuMs } = await step
    const after = await wal()
    const each = (name: 'bytes' | 'records' | 'pages') => (before && after ? ((Number(after[name]) - Number(before[name])) / outcome.sent).toFixed(name === 'pages' ? 2 : 0) : '?')
    console.log(
      `delivery p50 ${outcome.delivery.p50.toFixed(1)} p99 ${outcome.delivery.p99.toFixed(1)} max ${outcome.delivery.max.toFixed(1)} ms, CPU ${serverCpuMs.toFixed(0)} + ${databaseCpuMs.toFixed(0)},`,
      `WAL of a message ${each('bytes')} B in ${each('records')} records and ${each('pages')} whole pages${before?.segment === after?.segment ? '' : ', a new segment'}`,
    )
    if (waits) console.log(`  ${waits}`)
  }
  await client?.end()
} finally {
  console.log(await session.close())
}
process.exit(0)
