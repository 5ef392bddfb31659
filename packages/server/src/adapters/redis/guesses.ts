import { createHash } from 'node:crypto'
import { PalaverError } from '@palaver/protocol'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { createInProcessGuesses, defaultGuessLimits, guessIdOf, type GuessLimits } from '../limits/in-process-guesses.ts'
import { attemptScript, giveBackScript } from './guesses-scripts.ts'
import type { RedisConnections } from './open-redis.ts'
import { Patience } from './patience.ts'

/** What {@link createRedisGuesses} needs. */
export interface RedisGuessesOptions {
  readonly redis: Pick<RedisConnections, 'commands' | 'prefix'>
  readonly runtime: Pick<Runtime, 'now'>
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics?: Metrics
  readonly limits?: GuessLimits
  /** How long an attempt waits for Redis before it is counted here; 250 unless given: its password takes as long to hash. */
  readonly waitMs?: number
  /** A clock for Redis, in milliseconds; its own unless given. */
  readonly clock?: () => number
}

/** Guess limits over all nodes. While Redis does not answer, each process counts the attempts that it sees itself. */
export function createRedisGuesses({ redis, runtime, limits = defaultGuessLimits, clock, ...options }: RedisGuessesOptions): GuessLimiter {
  const patience = new Patience({ redis: redis.commands, part: 'guesses', waitMs: 250, ...options })
  const alone = createInProcessGuesses(runtime, limits)
  // All keys in one slot, since an attempt counts for account and address together or not at all. Nobody reads addresses in Redis.
  const keyOf = (key: GuessKey): string => `${redis.prefix}{guesses}:${createHash('sha256').update(guessIdOf(key)).digest('base64url')}`

  return {
    async attempt(keys) {
      const args = [clock?.() ?? '', limits.windowMs, limits.longestMs, ...keys.map(({ kind }) => limits[kind])]
      const retryAfterMs = await patience.ask((commands) => attemptScript.run(commands, { keys: keys.map(keyOf), args }))
      if (retryAfterMs === undefined) return alone.attempt(keys)
      if (retryAfterMs > 0) throw new PalaverError('rate_limited', 'unable to try again now; too many attempts were refused', { retryAfterMs })
    },
    async accepted(keys) {
      await alone.accepted(keys)
      await patience.ask((commands) =>
        Promise.all(keys.map((key) => (key.kind === 'account' ? commands.del(keyOf(key)) : giveBackScript.run(commands, { keys: [keyOf(key)], args: [] })))),
      )
    },
  }
}
