import { openDatabase } from '../../../packages/server/src/adapters/open-database.ts'
import { createApp } from '../../../packages/server/src/app.ts'
import { defaultLimits, type Limits } from '../../../packages/server/src/platform/limits.ts'
import type { PostgresServer } from '../../../packages/server/test/support/postgres-server.ts'
import { median } from '../median.ts'
import { measuredCommands } from './commands.ts'
import { type Grown, seedMessages } from './seed.ts'
import { type StatementCost, StatementMeter } from './statement-cost.ts'

/** What a command costs in a database of one size. */
export interface GrowthPoint extends StatementCost {
  readonly command: string
  readonly messages: number
  /** Median of one run after the other, milliseconds, without doors. */
  readonly ms: number
}

const noLimits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, { perMinute: 1e9, burst: 1e9 }])) as unknown as Limits

interface Opened {
  readonly grown: Grown
  readonly run: (name: string, input: object) => Promise<unknown>
  readonly meter: StatementMeter
  readonly close: () => Promise<void>
}

async function open(server: PostgresServer, messages: number): Promise<Opened> {
  const databaseUrl = await server.createDatabase()
  const database = await openDatabase({ databaseUrl, poolSize: 2 })
  await database.migrate()
  const began = performance.now()
  const grown = await seedMessages(database, messages)
  await database.close()
  console.log(`${messages.toLocaleString('en-US')} messages twice: seeded in ${Math.round((performance.now() - began) / 1000)} s`)
  const { app, palaver } = await createApp({ databaseUrl, logLevel: 'silent', limits: noLimits, runsJobs: false, appKeys: ['growth-0123456789abcdef0123456789abcdef'] })
  const caller = await palaver.admin.actAs(grown.userId)
  const meter = await StatementMeter.open(databaseUrl)
  return {
    grown,
    run: (name, input) => palaver.commands.run(name, input, caller, 'socket'),
    meter,
    close: async () => {
      await meter.close()
      await app.close()
    },
  }
}

/** Measures every command in databases of all sizes, in turns. */
export async function measureMessages(server: PostgresServer, sizes: readonly number[], rounds: number): Promise<GrowthPoint[]> {
  const opened: Opened[] = []
  try {
    for (const size of sizes) opened.push(await open(server, size))
    const points: GrowthPoint[] = []
    for (const [command, of] of Object.entries(measuredCommands())) {
      const times = opened.map((): number[] => [])
      for (let round = -5; round < rounds; round++) {
        for (const [at, { grown, run }] of opened.entries()) {
          const { name, input } = of(grown)
          const began = performance.now()
          await run(name, input)
          if (round >= 0) times[at]?.push(performance.now() - began)
        }
      }
      for (const [at, { grown, run, meter }] of opened.entries()) {
        const cost = await meter.during(10, () => {
          const { name, input } = of(grown)
          return run(name, input)
        })
        points.push({ command, messages: grown.messages, ms: median(times[at] ?? []), ...cost })
      }
    }
    return points
  } finally {
    for (const { close } of opened) await close()
  }
}
