import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRedisLimiter, type RedisLimiterOptions } from '../../../src/adapters/redis/limits.ts'
import type { RedisConnections } from '../../../src/adapters/redis/open-redis.ts'
import { type Limiter, defaultLimits } from '../../../src/platform/limits.ts'
import { holdRuntime } from '../../support/held-runtime.ts'
import { quiet, shareRedis, strict } from '../../support/shared-redis.ts'
import { limiterSuite, sending, user } from '../limits/limiter.suite.ts'

const shared = shareRedis()

describe('the limiter on Redis', () => {
  limiterSuite(async (limits, runtime) => createRedisLimiter({ limits, redis: shared().node(), runtime, ...strict, clock: runtime.now }))
})

const open = (redis: RedisConnections, options: Partial<RedisLimiterOptions> = {}) => {
  const limiter = createRedisLimiter({ limits: sending({ perMinute: 60, burst: 20 }), redis, runtime: { now: () => Date.now() }, ...strict, ...options })
  onTestFinished(() => limiter.close())
  return limiter
}

const passes = async (limiter: Limiter, name = 'a'): Promise<boolean> => (await limiter.take('send', user(name))).retryAfterMs === undefined
const count = async (tries: readonly Promise<boolean>[]): Promise<number> => (await Promise.all(tries)).filter(Boolean).length

describe('limits over several nodes', () => {
  it('are one bucket, however the commands are spread', async () => {
    const redis = shared().node()
    const runtime = holdRuntime()
    const nodes = [1, 2, 3].map(() => open(redis, { runtime, clock: runtime.now }))
    expect(await count(Array.from({ length: 90 }, (_, i) => passes(nodes[i % 3] as Limiter)))).toBe(20)
    runtime.advance(5000)
    let passed = 0
    for (let i = 0; i < 60; i++) if (await passes(nodes[i % 3] as Limiter)) passed += 1
    expect(passed).toBe(5)
  })

  it('never let more through together than one bucket, from whatever moment, whoever leases, dies or comes back', async () => {
    const step = fc.record({ pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 3000 })), node: fc.nat(2), takes: fc.integer({ min: 1, max: 12 }), dies: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 60 }), async (steps, burst) => {
        const runtime = holdRuntime()
        const redis = shared().node()
        const limit = { perMinute: 600, burst }
        const start = () => createRedisLimiter({ limits: sending(limit), redis, runtime, ...strict, clock: runtime.now })
        const nodes = [start(), start(), start()]
        const passed: number[] = []
        for (const { pause, node, takes, dies } of steps) {
          runtime.advance(pause)
          for (let i = 0; i < takes; i++) if (await passes(nodes[node] as Limiter)) passed.push(runtime.now())
          if (dies) nodes.push(...nodes.splice(node, 1, start()))
        }
        for (const [i, began] of passed.entries()) {
          for (const [j, ended] of passed.slice(i).entries()) expect(j + 1).toBeLessThanOrEqual(burst + (ended - began) / 100 + 1e-6)
        }
        await Promise.all(nodes.map((node) => node.close()))
      }),
      { numRuns: 60 },
    )
  })

  it('ask Redis seldom for a user who is busy, and give back what was leased and not used', async () => {
    const redis = shared().node()
    const limits = sending({ perMinute: 60, burst: 400 })
    const busy = open(redis, { limits })
    const asked = vi.spyOn(redis.commands, 'evalsha')
    onTestFinished(() => asked.mockRestore())
    for (let i = 0; i < 200; i++) expect(await passes(busy)).toBe(true)
    expect(asked.mock.calls.length).toBeLessThan(15)
    const other = open(redis, { limits })
    await expect.poll(async () => (await other.peek('send', user('a'))).remaining, { timeout: 5000 }).toBeGreaterThanOrEqual(200)
  })

  it('refuse a flood without asking Redis for each', async () => {
    const redis = shared().node()
    const limiter = open(redis, { limits: sending({ perMinute: 1, burst: 1 }) })
    const asked = vi.spyOn(redis.commands, 'evalsha')
    onTestFinished(() => asked.mockRestore())
    for (let i = 0; i < 500; i++) await passes(limiter)
    expect(asked.mock.calls.length).toBeLessThan(5)
  })

  it('by the clock of Redis refill as they say', async () => {
    const redis = shared().node()
    const limiter = open(redis, { limits: sending({ perMinute: 600, burst: 2 }) })
    expect([await passes(limiter), await passes(limiter)]).toEqual([true, true])
    const refused = await limiter.take('send', user('a'))
    expect(refused.retryAfterMs).toBeGreaterThan(0)
    expect(refused.retryAfterMs).toBeLessThanOrEqual(100)
    await expect.poll(() => passes(limiter), { timeout: 5000, interval: 30 }).toBe(true)
  })
})

describe('limits while Redis', () => {
  const server = shareRedis()
  const setUp = async (waitMs = 50) => {
    const log = { warn: vi.fn(), info: vi.fn() }
    const redis = await server().connect()
    const limits = { ...defaultLimits, send: { perMinute: 1, burst: 5 } }
    return { log, limiter: open(redis, { limits, log, waitMs }), other: open(await server().connect(redis.prefix), { limits, log: quiet }), redis: server().server }
  }

  it('is away are counted by each process, the log hears it once, and they are shared again when it is back', async () => {
    const { log, limiter, other, redis } = await setUp(5000)
    expect(await passes(limiter)).toBe(true)
    await redis.kill()
    expect(await count(Array.from({ length: 50 }, () => passes(limiter, 'b')))).toBe(5)
    expect(await count(Array.from({ length: 50 }, () => passes(other, 'b')))).toBe(5)
    expect(log.warn).toHaveBeenCalledTimes(1)
    await redis.start()
    await expect.poll(async () => { await passes(limiter, crypto.randomUUID()); return log.info.mock.calls.length }, { timeout: 10_000, interval: 100 }).toBe(1)
    await expect.poll(async () => count(Array.from({ length: 4 }, () => passes(other, crypto.randomUUID()))), { timeout: 10_000 }).toBe(4)
    const user = crypto.randomUUID()
    expect((await count([...Array(20)].map(() => passes(limiter, user)))) + (await count([...Array(20)].map(() => passes(other, user))))).toBe(5)
  })

  it('hangs hold no command up for long', async () => {
    const { limiter, redis } = await setUp()
    expect(await passes(limiter)).toBe(true)
    redis.pause()
    onTestFinished(() => redis.resume())
    const began = performance.now()
    expect(await count(Array.from({ length: 50 }, () => passes(limiter, 'c')))).toBe(5)
    expect(performance.now() - began).toBeLessThan(500)
    const later = performance.now()
    for (let i = 0; i < 50; i++) await passes(limiter, String(i))
    expect(performance.now() - later).toBeLessThan(100)
  })
})
