import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createBullmqJobs } from '../../../src/adapters/bullmq/bullmq-jobs.ts'
import { openDatabase } from '../../../src/adapters/open-database.ts'
import { createPgBossJobs } from '../../../src/adapters/pg-boss/pg-boss-jobs.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Jobs } from '../../../src/platform/jobs.ts'
import type { Sql } from '../../../src/platform/sql.ts'
import { createDeadTimers } from '../../../src/platform/timers/dead-timers.ts'
import { createTimers, type TimerParts, type TimerService } from '../../../src/platform/timers/timer-service.ts'
import type { TimerHandler } from '../../../src/platform/timers/timers.ts'
import { createPostgresUrl, createTestDatabase } from '../../support/databases.ts'
import { type RedisServer, startRedis } from '../../support/redis-server.ts'

let redis: RedisServer
beforeAll(async () => { redis = await startRedis() })
afterAll(() => redis.stop())

const soon = { timeout: 8000, interval: 20 }
const ways = ['pg-boss on PGlite', 'pg-boss on PostgreSQL', 'BullMQ'] as const

describe.each(ways)('timers through %s', (way) => {
  let database: Database
  let url: string | undefined
  beforeAll(async () => {
    url = way === 'pg-boss on PGlite' ? undefined : await createPostgresUrl()
    database = url === undefined ? await createTestDatabase('pglite') : await openDatabase({ databaseUrl: url })
    await database.query('CREATE TABLE effects (key text)')
  })
  afterAll(() => database.close())
  beforeEach(() => database.query('TRUNCATE timers, effects'))

  const openJobs = (): Jobs =>
    way === 'BullMQ'
      ? createBullmqJobs({ redisUrl: redis.url, onError: () => {} })
      : createPgBossJobs({ database, ...(url !== undefined && { databaseUrl: url }), pollingInterval: 0.5, onError: () => {} })

  /** A node: timers of one kind with this handler, running. */
  async function startNode(handler: TimerHandler<{ n: number }>, options: Partial<TimerParts> = {}): Promise<TimerService> {
    const jobs = openJobs()
    const timers = createTimers({ sql: database, jobs, onError: () => {}, everyMs: 50, leaseMs: 1000, retryDelayMs: 20, ...options })
    timers.handle('test', handler)
    await jobs.start()
    timers.start()
    onTestFinished(async () => {
      await timers.stop()
      await jobs.stop()
    })
    return timers
  }
  const effect = (key: string) => async (tx: Sql): Promise<void> => void (await tx.query('INSERT INTO effects VALUES ($1)', [key]))
  const effects = async () => (await database.query<{ key: string }>('SELECT key FROM effects')).map(({ key }) => key).toSorted()
  const rows = () => database.query<{ key: string; attempts: number; error: string | null; next_at: Date | null }>('SELECT key, attempts, error, next_at FROM timers ORDER BY key')

  test('a timer runs once at its time, and its row goes with its effect', async () => {
    const runs: object[] = []
    const timers = await startNode(async ({ n }, run) => {
      runs.push({ n, attempt: run.attempt })
      await run.complete(effect(`e${n}`))
    })
    const dueAt = new Date(Date.now() + 800)
    await database.transaction((tx) => timers.set(tx, 'test', { key: 'a', data: { n: 1 }, dueAt }))
    await expect.poll(effects, soon).toEqual(['e1'])
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime() - 50)
    expect({ runs, rows: await rows() }).toEqual({ runs: [{ n: 1, attempt: 1 }], rows: [] })
  })

  test('a timer of a transaction that was rolled back never runs; a cancelled one neither; one set twice runs as set last', async () => {
    const seen: number[] = []
    const timers = await startNode(async ({ n }) => void seen.push(n))
    const dueAt = new Date(Date.now() + 300)
    await database.transaction(async (tx) => {
      await timers.set(tx, 'test', { key: 'rolled-back', data: { n: 1 } })
      throw new Error('changed my mind')
    }).catch(() => {})
    await timers.set(database, 'test', { key: 'cancelled', data: { n: 2 }, dueAt })
    await timers.set(database, 'test', { key: 'twice', data: { n: 3 }, dueAt })
    await timers.set(database, 'test', { key: 'twice', data: { n: 4 }, dueAt })
    expect([await timers.cancel(database, 'test', 'cancelled'), await timers.cancel(database, 'test', 'cancelled')]).toEqual([true, false])
    await expect.poll(() => seen, soon).toEqual([4])
    await expect.poll(rows, soon).toEqual([])
    expect(seen).toEqual([4])
  })

  test('what is cancelled or set anew while its handler works has no effect of the old', async () => {
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const timers = await startNode(async ({ n }, run) => {
      if (n === 1) {
        begun.resolve()
        await goOn.promise
      }
      await run.complete(effect(`e${n}`))
    })
    await timers.set(database, 'test', { key: 'a', data: { n: 1 } })
    timers.wake()
    await begun.promise
    await timers.set(database, 'test', { key: 'a', data: { n: 2 } })
    goOn.resolve()
    await expect.poll(effects, soon).toEqual(['e2'])
    await expect.poll(rows, soon).toEqual([])
  })

  test('a failed try comes again, and its half effect is rolled back; the last one lays the timer aside for whoever retries it', async () => {
    let isBroken = true
    const attempts: number[] = []
    const timers = await startNode(async (_data, run) => {
      attempts.push(run.attempt)
      await run.complete(async (tx) => {
        await effect('half')(tx)
        if (isBroken) throw new Error('broken')
      })
    }, { tries: 3 })
    const dead = createDeadTimers(database)
    await timers.set(database, 'test', { key: 'a', data: { n: 1 } })
    await expect.poll(() => dead.list(), soon).toMatchObject([{ queue: 'timer.test', data: { n: 1 }, error: 'broken', failedAt: expect.any(Date) }])
    expect({ attempts, effects: await effects() }).toEqual({ attempts: [1, 2, 3], effects: [] })
    isBroken = false
    expect([await dead.retry('timer.other'), await dead.retry('timer.test', (await dead.list())[0]?.id)]).toEqual([0, 1])
    await expect.poll(effects, soon).toEqual(['half'])
    expect([await dead.list(), await rows()]).toEqual([[], []])
  })

  test('a slow handler keeps its timer as long as its worker lives', async () => {
    let runs = 0
    const timers = await startNode(async (_data, run) => {
      runs++
      await sleep(2500)
      await run.complete(effect('slow'))
    })
    await timers.set(database, 'test', { key: 'a', data: { n: 1 } })
    await expect.poll(effects, soon).toEqual(['slow'])
    expect(runs).toBe(1)
  })

  test('after a day without a server everything that was due runs once, in the order of its time', async () => {
    const seen: number[] = []
    const day = Date.now() - 86_400_000
    const order = Array.from({ length: 40 }, (_, n) => n)
    const shuffled = order.toSorted((a, b) => ((a * 17) % 40) - ((b * 17) % 40))
    const unborn = createTimers({ sql: database, jobs: openJobs(), onError: () => {} })
    for (const n of shuffled) await unborn.set(database, 'test', { key: `k${n}`, data: { n }, dueAt: new Date(day + n * 60_000) })
    await startNode(async ({ n }) => void seen.push(n))
    await expect.poll(() => seen.length, soon).toBe(40)
    // A worker takes 20 at once, and those do not wait for each other; any order at all would bring some much farther from their place.
    for (const [place, n] of seen.entries()) expect(Math.abs(place - n)).toBeLessThan(30)
    expect(seen.slice(0, 10).every((n) => n < 30)).toBe(true)
  })
})

describe('when the queue takes nothing', () => {
  test('timers wait, and run when it is back', async () => {
    const database = await createTestDatabase('postgres')
    onTestFinished(() => database.close())
    const own = await startRedis()
    onTestFinished(() => own.stop())
    const errors: unknown[] = []
    const jobs = createBullmqJobs({ redisUrl: own.url, onError: () => {} })
    const timers = createTimers({ sql: database, jobs, onError: (error) => errors.push(error), everyMs: 50, leaseMs: 300 })
    const seen: number[] = []
    timers.handle<{ n: number }>('test', async ({ n }) => void seen.push(n))
    await jobs.start()
    timers.start()
    onTestFinished(async () => {
      await timers.stop()
      await jobs.stop()
    })
    await own.kill()
    await timers.set(database, 'test', { key: 'a', data: { n: 1 } })
    await expect.poll(() => errors.length, soon).toBeGreaterThan(0)
    await own.start()
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1])
  }, 30_000)
})

describe('what a look costs', () => {
  test('is one row of an index, with 300,000 timers in the future', async () => {
    const database = await createTestDatabase('postgres')
    onTestFinished(() => database.close())
    await database.query(`INSERT INTO timers (id, kind, key, data, due_at, next_at)
      SELECT gen_random_uuid(), 'test', n::text, '{}', t, t FROM (SELECT n, now() + n * interval '1 second' AS t FROM generate_series(1, 300000) n) s`)
    await database.query('ANALYZE timers')
    const plan = await database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, BUFFERS) SELECT id FROM timers WHERE next_at <= now() AND kind = ANY ('{test}') ORDER BY next_at LIMIT 200 FOR UPDATE SKIP LOCKED`,
    )
    const text = plan.map((line) => line['QUERY PLAN']).join('\n')
    expect(text).toContain('timers_next')
    expect(Number(/shared hit=(\d+)/.exec(text)?.[1] ?? 0)).toBeLessThan(20)
  }, 60_000)
})
