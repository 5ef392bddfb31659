import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { openPgBossDeadJobs } from '../../src/adapters/pg-boss/pg-boss-dead-jobs.ts'
import { createPgBossJobs } from '../../src/adapters/pg-boss/pg-boss-jobs.ts'
import type { Database } from '../../src/platform/database.ts'
import { type Metrics, noMetrics } from '../../src/platform/metrics.ts'
import { createPostgresUrl, createTestDatabase, dialects } from '../support/databases.ts'
import { killInMidJob } from '../support/kill-in-mid-job.ts'
import { describeJobs } from './jobs.suite.ts'

for (const dialect of dialects) {
  let database: Database
  let databaseUrl: string | undefined
  const makeOn = (storage: Database, metrics: Metrics = noMetrics) => createPgBossJobs({
    database: storage, metrics, ...(databaseUrl !== undefined && { databaseUrl }),
    retries: 2, retryDelay: 0, pollingInterval: 0.5, heartbeat: 10, supervision: 1, onError: () => {},
  })
  const make = (metrics?: Metrics) => makeOn(database, metrics)

  describe(`pg-boss on ${dialect}`, () => {
    beforeAll(async () => {
      databaseUrl = dialect === 'postgres' ? await createPostgresUrl() : undefined
      database = databaseUrl === undefined ? await createTestDatabase('pglite') : await openDatabase({ databaseUrl })
    })
    afterAll(() => database.close())

    describeJobs('as a job queue', {
      open: async (metrics) => make(metrics),
      openDeadJobs: () => openPgBossDeadJobs(database, databaseUrl),
      killInMidJob: async (queue) => {
        if (databaseUrl !== undefined) {
          await killInMidJob({ queue, database: { databaseUrl } })
          return make()
        }
        const dataDir = await mkdtemp(join(tmpdir(), 'palaver-killed-'))
        await killInMidJob({ queue, database: { dataDir } })
        const reopened = await openDatabase({ dataDir })
        onTestFinished(async () => {
          await reopened.close()
          await rm(dataDir, { recursive: true })
        })
        return makeOn(reopened)
      },
      shortestCron: { pattern: '* * * * *', everyMs: 60_000 },
    })

    test('runs beside transactions without waiting for ever', async () => {
      const jobs = make()
      const seen: number[] = []
      jobs.handle<{ n: number }>('beside', async ({ n }) => {
        seen.push(n)
        await database.query('SELECT 1')
      })
      await jobs.start()
      await Promise.all(Array.from({ length: 20 }, async (_, n) => {
        await database.transaction((tx) => tx.query('SELECT pg_sleep(0.002)'))
        await jobs.enqueue('beside', { n })
      }))
      await expect.poll(() => seen.length, { timeout: 5000 }).toBe(20)
      await jobs.stop()
    })
  })
}

test('queueing inside a transaction of PGlite is refused instead of hanging', async () => {
  const database = await createTestDatabase('pglite')
  const jobs = createPgBossJobs({ database, onError: () => {} })
  jobs.handle('inside', async () => {})
  await jobs.start()
  await expect(database.transaction(() => jobs.enqueue('inside', {}))).rejects.toThrow('outside of the running transaction')
  await jobs.stop()
  expect(await database.query('SELECT 1 AS n')).toEqual([{ n: 1 }])
  await database.close()
})
