import type { Limit, LimitState } from '../../platform/limits.ts'

/** How full a bucket was at a moment. */
export interface Bucket {
  /** Sixty-thousandths of a token: `perMinute` of them refill in a millisecond, so counting stays in whole numbers. */
  level: number
  at: number
}

/** The level that one token takes. */
export const token = 60_000

/** The level of a bucket that nobody took from lately. */
export const fullLevel = (limit: Limit): number => limit.burst * token

/** The level now. A clock that was set back refills nothing. */
export const refilled = (bucket: Bucket, limit: Limit, now: number): number =>
  Math.min(fullLevel(limit), bucket.level + Math.max(0, now - bucket.at) * limit.perMinute)

/** What a caller is told of a level. */
export const stateOf = (level: number, limit: Limit): LimitState => ({
  limit: limit.burst,
  remaining: Math.floor(level / token),
  resetMs: waitFor(fullLevel(limit) - level, limit),
})

/** What a caller is told who found less than one token. */
export const refusalOf = (level: number, limit: Limit): LimitState => ({ ...stateOf(level, limit), retryAfterMs: waitFor(token - level, limit) })

const waitFor = (level: number, limit: Limit): number => Math.ceil(level / limit.perMinute)
