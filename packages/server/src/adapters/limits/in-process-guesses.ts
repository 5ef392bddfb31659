import { PalaverError } from '@palaver/protocol'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { addressBlock } from '../../platform/address-block.ts'

/** How many attempts are free, in which time, and how long the wait may become. */
export interface GuessLimits {
  readonly account: number
  readonly address: number
  readonly windowMs: number
  readonly longestMs: number
}

/** The defaults: 5 for an account and 20 for an address in 15 minutes; the wait doubles each time, up to a day. */
export const defaultGuessLimits: GuessLimits = { account: 5, address: 20, windowMs: 15 * 60_000, longestMs: 24 * 3_600_000 }

interface Guesses {
  count: number
  /** Start of the window that `count` belongs to. */
  since: number
  /** Waits so far; each doubles the next. */
  waits: number
  waitUntil: number
}

const capacity = 100_000

/** Guess limits in the memory of this process. */
export function createInProcessGuesses(runtime: Pick<Runtime, 'now'>, limits: GuessLimits = defaultGuessLimits): GuessLimiter {
  const known = new Map<string, Guesses>()

  const current = (id: string, now: number): Guesses => {
    const guesses = known.get(id)
    const fresh = { count: 0, since: now, waits: 0, waitUntil: 0 }
    if (!guesses || now >= Math.max(guesses.since, guesses.waitUntil) + limits.longestMs) return fresh
    if (now >= guesses.since + limits.windowMs) return Object.assign(guesses, { count: 0, since: now })
    return guesses
  }

  const refuse = (guesses: Guesses, now: number): number => {
    if (guesses.waitUntil <= now) {
      const wait = Math.min(limits.windowMs * 2 ** guesses.waits, limits.longestMs)
      Object.assign(guesses, { count: 0, since: now, waits: guesses.waits + 1, waitUntil: now + wait })
    }
    return guesses.waitUntil - now
  }

  const keep = (id: string, guesses: Guesses) => {
    // Set anew, so that the map is in the order of the last attempt and the oldest goes first.
    known.delete(id)
    known.set(id, guesses)
    if (known.size > capacity) known.delete(known.keys().next().value as string)
  }

  return {
    attempt(keys) {
      const now = runtime.now()
      const counted = keys.map((key) => ({ id: guessIdOf(key), most: limits[key.kind], guesses: current(guessIdOf(key), now) }))
      const spent = counted.filter(({ guesses, most }) => guesses.waitUntil > now || guesses.count >= most)
      if (spent.length > 0) {
        const retryAfterMs = Math.max(...spent.map(({ guesses }) => refuse(guesses, now)))
        for (const { id, guesses } of spent) keep(id, guesses)
        throw new PalaverError('rate_limited', 'unable to try again now; too many attempts were refused', { retryAfterMs })
      }
      for (const { id, guesses } of counted) {
        guesses.count += 1
        keep(id, guesses)
      }
    },
    accepted(keys) {
      for (const key of keys) {
        const guesses = known.get(guessIdOf(key))
        if (key.kind === 'account') known.delete(guessIdOf(key))
        else if (guesses && guesses.count > 0) guesses.count -= 1
      }
    },
  }
}

/** Names what attempts are counted for: an account, or the block of an address. */
export const guessIdOf = (key: GuessKey): string => `${key.kind}:${key.kind === 'address' ? addressBlock(key.value) : key.value}`
