import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openBullmqDeadJobs } from '../../src/adapters/bullmq/bullmq-dead-jobs.ts'
import { type BullmqOptions, createBullmqJobs } from '../../src/adapters/bullmq/bullmq-jobs.ts'
import { killInMidJob } from '../support/kill-in-mid-job.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'
import { describeJobs } from './jobs.suite.ts'

let redis: RedisServer
beforeAll(async () => { redis = await startRedis() })
afterAll(() => redis.stop())

const make = (options: Partial<BullmqOptions> = {}) => {
  const jobs = createBullmqJobs({ redisUrl: redis.url, retries: 2, retryDelayMs: 0, lockMs: 1000, onError: () => {}, ...options })
  onTestFinished(() => jobs.stop())
  return jobs
}

describe('BullMQ on Redis', () => {
  describeJobs('as a job queue', {
    open: async (metrics) => make(metrics && { metrics }),
    openDeadJobs: () => openBullmqDeadJobs({ redisUrl: redis.url }),
    killInMidJob: async (queue) => {
      await killInMidJob({ queue, redisUrl: redis.url })
      return make()
    },
    shortestCron: { pattern: '* * * * * *', everyMs: 1000 },
  })

  test('takes names of queues and jobs with dots, colons and digits', async () => {
    const jobs = make()
    const seen: string[] = []
    jobs.handle<{ id: string }>('conversations.forget-receipts', async ({ id }) => void seen.push(id))
    await jobs.start()
    for (const id of ['1', 'a:b:c', '0:x']) await jobs.enqueue('conversations.forget-receipts', { id }, { id })
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(['1', 'a:b:c', '0:x'])
  })

  test('keeps deployments with different prefixes apart', async () => {
    const seen: string[] = []
    const [one, two] = ['one:', 'two:'].map((prefix) => {
      const jobs = make({ prefix })
      jobs.handle('shared', async () => void seen.push(prefix))
      return jobs
    })
    await Promise.all([one?.start(), two?.start()])
    await one?.enqueue('shared', {})
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(['one:'])
  })

  test('refuses to start without Redis', async () => {
    await expect(make({ redisUrl: 'redis://127.0.0.1:1' }).start()).rejects.toThrow('Connection is closed')
  })
})

describe('when Redis is restarted empty', () => {
  test('queueing fails at once meanwhile, then jobs run again and schedules are made anew', async () => {
    const errors: unknown[] = []
    const jobs = make({ onError: (error) => errors.push(error) })
    const seen: string[] = []
    jobs.handle<{ name: string }>('plain', async ({ name }) => void seen.push(name))
    jobs.handle('ticking', async () => void seen.push('tick'))
    jobs.schedule('ticking', '* * * * * *')
    await jobs.start()
    await expect.poll(() => seen, { timeout: 5000 }).toContain('tick')
    await redis.kill()
    await expect(jobs.enqueue('plain', { name: 'lost' })).rejects.toThrow()
    await redis.start()
    seen.splice(0)
    await expect.poll(() => jobs.enqueue('plain', { name: 'after' }, { id: 'once' }).then(() => true, () => false), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual(expect.arrayContaining(['after', 'tick']))
    expect(errors).toEqual([])
  }, 40_000)

  test('schedules are made anew after it was only emptied', async () => {
    const jobs = make({ scheduleCheckMs: 200 })
    let runs = 0
    jobs.handle('flushed', async () => void runs++)
    jobs.schedule('flushed', '* * * * * *')
    await jobs.start()
    await expect.poll(() => runs, { timeout: 5000 }).toBeGreaterThan(0)
    await redis.run('FLUSHALL')
    runs = 0
    await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(0)
  }, 20_000)
})
