import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { createPgBossJobs, deadLetters } from '../../src/adapters/pg-boss/pg-boss-jobs.ts'
import type { Database } from '../../src/platform/database.ts'
import { createPostgresUrl, createTestDatabase, dialects } from '../support/databases.ts'
import { describeJobs } from './jobs.suite.ts'

for (const dialect of dialects) {
  let database: Database
  let databaseUrl: string | undefined
  const make = () => createPgBossJobs({ database, ...(databaseUrl !== undefined && { databaseUrl }), retries: 2, retryDelay: 0, pollingInterval: 0.5, onError: () => {} })

  describe(`pg-boss on ${dialect}`, () => {
    beforeAll(async () => {
      databaseUrl = dialect === 'postgres' ? await createPostgresUrl() : undefined
      database = databaseUrl === undefined ? await createTestDatabase('pglite') : await openDatabase({ databaseUrl })
    })
    afterAll(() => database.close())

    describeJobs('as a job queue', {
      open: async () => make(),
      deadLetters: async (queue) => (await database.query<{ data: unknown }>('SELECT data FROM pgboss.job WHERE name = $1', [deadLetters(queue)])).map((row) => row.data),
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
