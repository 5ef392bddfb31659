import type { GuessLimiter, Limiter, Limits } from '../platform/limits.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Runtime } from '../platform/runtime.ts'
import { createInProcessGuesses } from './limits/in-process-guesses.ts'
import { createInProcessLimiter } from './limits/in-process-limiter.ts'
import { createRedisGuesses } from './redis/guesses.ts'
import { createRedisLimiter } from './redis/limits.ts'
import type { RedisConnections } from './redis/open-redis.ts'

/** What {@link openLimits} needs. */
export interface OpenLimitsOptions {
  readonly limits: Limits
  /** Without it this process counts alone. */
  readonly redis: RedisConnections | undefined
  readonly runtime: Pick<Runtime, 'now'>
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics: Metrics
}

/** Everything that counts: over all nodes with Redis, in the process without. Close it before Redis. */
export function openLimits({ limits, redis, runtime, ...telling }: OpenLimitsOptions): { limiter: Limiter; guesses: GuessLimiter; close(): Promise<void> } {
  if (!redis) return { limiter: createInProcessLimiter(limits, runtime), guesses: createInProcessGuesses(runtime), close: async () => {} }
  const limiter = createRedisLimiter({ limits, redis, runtime, ...telling })
  return { limiter, guesses: createRedisGuesses({ redis, runtime, ...telling }), close: () => limiter.close() }
}
