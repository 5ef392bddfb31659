// A process that takes a job `{ n: 1 }` and is killed by the system in the middle of it.
import { createBullmqJobs } from '../../src/adapters/bullmq/bullmq-jobs.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { createPgBossJobs } from '../../src/adapters/pg-boss/pg-boss-jobs.ts'
import type { DatabaseConfig } from '../../src/platform/database.ts'
import type { Jobs } from '../../src/platform/jobs.ts'

/** Where the jobs are; `redisUrl` means BullMQ. */
export interface KilledWorkerOrder {
  readonly queue: string
  readonly redisUrl?: string
  readonly database?: DatabaseConfig
}

const order = JSON.parse(process.argv[2] ?? '{}') as KilledWorkerOrder
const jobs = await openJobs(order)
jobs.handle(order.queue, async () => {
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
})
await jobs.start()
await jobs.enqueue(order.queue, { n: 1 })
// The signal takes effect at once; whoever comes here was not killed.
setTimeout(() => process.exit(3), 20_000)

async function openJobs({ redisUrl, database: config }: KilledWorkerOrder): Promise<Jobs> {
  const onError = (): void => process.exit(4)
  if (redisUrl !== undefined) return createBullmqJobs({ redisUrl, lockMs: 1000, onError })
  const database = await openDatabase(config ?? {})
  await database.migrate()
  return createPgBossJobs({ database, ...(config?.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }), retryDelay: 0, heartbeat: 10, onError })
}
