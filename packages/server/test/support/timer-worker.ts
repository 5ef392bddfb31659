// A worker that writes one row for each timer; whoever started it kills it at any moment.
import { setTimeout as sleep } from 'node:timers/promises'
import { createBullmqJobs } from '../../src/adapters/bullmq/bullmq-jobs.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { createTimers } from '../../src/platform/timers/timer-service.ts'

/** Where it works, and for which kind. */
export interface TimerWorkerOrder {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly kind: string
}

const { databaseUrl, redisUrl, kind } = JSON.parse(process.argv[2] ?? '{}') as TimerWorkerOrder
const database = await openDatabase({ databaseUrl, poolSize: 4 })
const jobs = createBullmqJobs({ redisUrl, lockMs: 1000, onError: () => {} })
const timers = createTimers({ sql: database, jobs, onError: () => {}, everyMs: 100, leaseMs: 1500, retryDelayMs: 50, tries: 1000 })
timers.handle<{ n: number }>(kind, async ({ n }, run) => {
  await sleep(Math.random() * 300)
  if (Math.random() < 0.05) throw new Error('bad luck')
  await run.complete(async (tx) => {
    await tx.query('INSERT INTO effects (n) VALUES ($1)', [n])
    await tx.query('SELECT pg_sleep(random() * 0.02)')
  })
})
await jobs.start()
timers.start()
process.stdout.write('ready\n')
