import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Caller } from '../../../src/platform/caller.ts'
import { defaultLimits, type Limit, type Limiter, type Limits } from '../../../src/platform/limits.ts'
import { type HeldRuntime, holdRuntime } from '../../support/held-runtime.ts'

/** Makes a limiter with empty memory whose clock is the given one. */
export type CreateLimiter = (limits: Limits, runtime: HeldRuntime) => Promise<Limiter>

export const user = (userId: string, address = '10.0.0.1'): Caller => ({ kind: 'user', userId, role: 'user', expiresAt: 0, address, requestId: '' })
export const from = (address: string): Caller => ({ kind: 'anonymous', address, requestId: '' })
export const sending = (limit: Limit): Limits => ({ ...defaultLimits, send: limit })

/** What every limiter promises. */
export const limiterSuite = (create: CreateLimiter): void => {
  const setUp = async (limit: Limit = { perMinute: 60, burst: 3 }) => {
    const runtime = holdRuntime()
    const limiter = await create(sending(limit), runtime)
    return { runtime, limiter, take: async (caller: Caller) => limiter.take('send', caller) }
  }

  it('lets the burst through, then one each time that it refilled, and tells when', async () => {
    const { take, runtime } = await setUp()
    for (const remaining of [2, 1, 0]) expect((await take(user('a'))).remaining).toBe(remaining)
    expect(await take(user('a'))).toEqual({ limit: 3, remaining: 0, resetMs: 3000, retryAfterMs: 1000 })
    runtime.advance(999)
    expect((await take(user('a'))).retryAfterMs).toBe(1)
    runtime.advance(1)
    expect((await take(user('a'))).retryAfterMs).toBeUndefined()
  })

  it('lets no more of many at the same moment through than the burst', async () => {
    const { take } = await setUp({ perMinute: 60, burst: 20 })
    const states = await Promise.all(Array.from({ length: 100 }, () => take(user('a'))))
    expect(states.filter(({ retryAfterMs }) => retryAfterMs === undefined)).toHaveLength(20)
    expect(states.map(({ remaining }) => remaining).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => 19 - i))
  })

  it('counts each user alone, whatever the address, and public commands by address', async () => {
    const { take } = await setUp()
    for (let i = 0; i < 3; i++) await take(user('a', `10.0.0.${i}`))
    expect((await take(user('a'))).retryAfterMs).toBeDefined()
    expect((await take(user('b'))).retryAfterMs).toBeUndefined()
    for (let i = 0; i < 3; i++) await take(from(`2001:db8::${i}`))
    expect((await take(from('2001:db8:0:0:1::'))).retryAfterMs).toBeDefined()
    expect((await take(from('2001:db8:0:1::'))).retryAfterMs).toBeUndefined()
  })

  it('counts whatever a host backend runs as one limit of its own', async () => {
    const limiter = await create({ ...defaultLimits, app: { perMinute: 60, burst: 2 } }, holdRuntime())
    const app: Caller = { kind: 'app', address: '10.0.0.1', requestId: '' }
    await limiter.take('send', app)
    await limiter.take('read', app)
    expect((await limiter.take('create', app)).retryAfterMs).toBeDefined()
    expect((await limiter.take('create', user('a'))).retryAfterMs).toBeUndefined()
  })

  it('tells what is left without taking', async () => {
    const { limiter, take } = await setUp()
    await take(user('a'))
    expect([await limiter.peek('send', user('a')), await limiter.peek('send', user('a')), await limiter.peek('send', user('c'))]).toMatchObject([
      { remaining: 2 }, { remaining: 2 }, { remaining: 3 },
    ])
  })

  it('refills nothing when the clock is set back', async () => {
    const { take, runtime } = await setUp()
    for (let i = 0; i < 3; i++) await take(user('a'))
    runtime.advance(-60_000)
    expect((await take(user('a'))).retryAfterMs).toBeDefined()
  })

  it('never lets more through than the burst and what refilled since, from whatever moment', async () => {
    let subject = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })), { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), async (pauses, burst) => {
        const { runtime, take } = await setUp({ perMinute: 60, burst })
        const passed: number[] = []
        const caller = user(String(subject++))
        for (const pause of pauses) {
          runtime.advance(pause)
          if ((await take(caller)).retryAfterMs === undefined) passed.push(runtime.now())
        }
        for (const [i, began] of passed.entries()) {
          for (const [j, ended] of passed.slice(i).entries()) expect(j + 1).toBeLessThanOrEqual(burst + (ended - began) / 1000 + 1e-6)
        }
      }),
      { numRuns: 60 },
    )
  })
}
