import { PalaverError } from '@palaver/protocol'
import { expect, it } from 'vitest'
import type { GuessKey, GuessLimiter } from '../../../src/platform/limits.ts'
import { type HeldRuntime, holdRuntime } from '../../support/held-runtime.ts'

export const account = (value = 'ada'): GuessKey => ({ kind: 'account', value })
export const address = (value = '10.0.0.1'): GuessKey => ({ kind: 'address', value })

/** How long an attempt has to wait in minutes; undefined when it may be made. */
export const waitOf = async (guesses: GuessLimiter, ...keys: readonly GuessKey[]): Promise<number | undefined> => {
  try {
    await guesses.attempt(keys)
    return undefined
  } catch (error) {
    if (!(error instanceof PalaverError) || error.code !== 'rate_limited' || error.retryAfterMs === undefined) throw error
    return error.retryAfterMs / 60_000
  }
}

/** What every limiter of guesses promises, with the default limits. */
export const guessesSuite = (create: (runtime: HeldRuntime) => Promise<GuessLimiter>): void => {
  const setUp = async () => {
    const runtime = holdRuntime()
    return { runtime, guesses: await create(runtime) }
  }

  it('forgets an account after a right attempt, and gives the address this one back', async () => {
    const { guesses } = await setUp()
    for (let i = 0; i < 50; i++) {
      await guesses.attempt([account(), address()])
      await guesses.accepted([account(), address()])
    }
    for (let i = 0; i < 5; i++) expect(await waitOf(guesses, account(), address())).toBeUndefined()
    expect(await waitOf(guesses, account(), address())).toBe(15)
  })

  it('doubles the wait each time, up to a day', async () => {
    const { guesses, runtime } = await setUp()
    const waits: (number | undefined)[] = []
    for (let round = 0; round < 9; round++) {
      for (let i = 0; i < 5; i++) await guesses.attempt([account()])
      waits.push(await waitOf(guesses, account()))
      runtime.advance((waits.at(-1) ?? 0) * 60_000)
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })

  it('does not lengthen a wait by attempts within it', async () => {
    const { guesses, runtime } = await setUp()
    for (let i = 0; i < 6; i++) await waitOf(guesses, account())
    runtime.advance(5 * 60_000)
    for (let i = 0; i < 50; i++) expect(await waitOf(guesses, account())).toBe(10)
  })

  it('begins anew when a window or the longest wait has passed', async () => {
    const { guesses, runtime } = await setUp()
    for (let i = 0; i < 5; i++) await guesses.attempt([account()])
    runtime.advance(15 * 60_000)
    for (let i = 0; i < 5; i++) expect(await waitOf(guesses, account())).toBeUndefined()
    expect(await waitOf(guesses, account())).toBe(15)
    runtime.advance(15 * 60_000 + 86_400_000)
    for (let i = 0; i < 5; i++) expect(await waitOf(guesses, account())).toBeUndefined()
    expect(await waitOf(guesses, account())).toBe(15)
  })

  it('counts an address over accounts, an IPv6 /64 as one, and nothing for the others when one key has to wait', async () => {
    const { guesses } = await setUp()
    for (let i = 0; i < 20; i++) expect(await waitOf(guesses, account(`a${i}`), address(`2001:db8:1:2::${i}`))).toBeUndefined()
    for (let i = 0; i < 20; i++) expect(await waitOf(guesses, account('b'), address('2001:db8:1:2:ffff::1'))).toBe(15)
    for (let i = 0; i < 5; i++) expect(await waitOf(guesses, account('b'), address('2001:db8:1:3::1'))).toBeUndefined()
  })

  it('lets no more of a hundred at the same moment through than are free', async () => {
    const { guesses } = await setUp()
    const waits = await Promise.all(Array.from({ length: 100 }, () => waitOf(guesses, account(), address())))
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(5)
  })
}
