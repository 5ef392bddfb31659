import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressBlock } from '../../../src/platform/address-block.ts'
import { createInProcessGuesses } from '../../../src/adapters/limits/in-process-guesses.ts'
import { createInProcessLimiter } from '../../../src/adapters/limits/in-process-limiter.ts'
import type { Caller } from '../../../src/platform/caller.ts'
import { defaultLimits, type LimitState } from '../../../src/platform/limits.ts'
import { holdRuntime } from '../../support/held-runtime.ts'

const user = (userId: string, address = '10.0.0.1'): Caller => ({ kind: 'user', userId, role: 'user', expiresAt: 0, address, requestId: '' })
const from = (address: string): Caller => ({ kind: 'anonymous', address, requestId: '' })

describe('limits of commands', () => {
  const setUp = () => {
    const runtime = holdRuntime()
    const limiter = createInProcessLimiter({ ...defaultLimits, send: { perMinute: 60, burst: 3 } }, runtime)
    return { runtime, limiter, take: (caller: Caller) => limiter.take('send', caller) as LimitState }
  }

  it('let the burst through, then one each time that it refilled, and tell when', () => {
    const { take, runtime } = setUp()
    expect([1, 2, 3].map(() => take(user('a')).remaining)).toEqual([2, 1, 0])
    expect(take(user('a'))).toEqual({ limit: 3, remaining: 0, resetMs: 3000, retryAfterMs: 1000 })
    runtime.advance(999)
    expect(take(user('a')).retryAfterMs).toBe(1)
    runtime.advance(1)
    expect(take(user('a')).retryAfterMs).toBeUndefined()
  })

  it('count each user alone, whatever the address, and public commands by address', () => {
    const { take } = setUp()
    for (let i = 0; i < 3; i++) take(user('a', `10.0.0.${i}`))
    expect(take(user('a')).retryAfterMs).toBeDefined()
    expect(take(user('b')).retryAfterMs).toBeUndefined()
    for (let i = 0; i < 3; i++) take(from(`2001:db8::${i}`))
    expect(take(from('2001:db8:0:0:1::')).retryAfterMs).toBeDefined()
    expect(take(from('2001:db8:0:1::')).retryAfterMs).toBeUndefined()
  })

  it('tell what is left without taking', () => {
    const { limiter, take } = setUp()
    take(user('a'))
    expect([limiter.peek('send', user('a')), limiter.peek('send', user('a')), limiter.peek('send', user('c'))]).toMatchObject([{ remaining: 2 }, { remaining: 2 }, { remaining: 3 }])
  })

  it('never let more through than the burst and what refilled since', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (pauses) => {
        const { runtime, take } = setUp()
        let passed = 0
        let elapsed = 0
        for (const pause of pauses) {
          runtime.advance(pause)
          elapsed += pause
          if (take(user('a')).retryAfterMs === undefined) passed += 1
          expect(passed).toBeLessThanOrEqual(3 + elapsed / 1000 + 1e-6)
        }
      }),
    )
  })
})

describe('limits of guesses', () => {
  it('forget an account after a right attempt, and give the address this one back', () => {
    const guesses = createInProcessGuesses(holdRuntime())
    const keys = [{ kind: 'account', value: 'a' }, { kind: 'address', value: '10.0.0.1' }] as const
    for (let i = 0; i < 100; i++) {
      void guesses.attempt(keys)
      void guesses.accepted(keys)
    }
    for (let i = 0; i < 5; i++) void guesses.attempt(keys)
    expect(() => guesses.attempt(keys)).toThrow(expect.objectContaining({ code: 'rate_limited', retryAfterMs: 900_000 }))
  })

  it('double the wait each time, up to a day', () => {
    const runtime = holdRuntime()
    const guesses = createInProcessGuesses(runtime)
    const keys = [{ kind: 'account', value: 'a' }] as const
    const waits: number[] = []
    for (let round = 0; round < 9; round++) {
      for (let i = 0; i < 5; i++) void guesses.attempt(keys)
      try {
        void guesses.attempt(keys)
      } catch (error) {
        waits.push((error as { retryAfterMs: number }).retryAfterMs / 60_000)
      }
      runtime.advance((waits.at(-1) ?? 0) * 60_000)
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })
})

describe('the block of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['not an address', 'not an address'],
  ])('of %s is %s', (address, block) => {
    expect(addressBlock(address)).toBe(block)
  })
})
