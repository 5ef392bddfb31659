import type { Caller } from '../../platform/caller.ts'
import type { CountedLimit, Limit, Limiter, LimitKey, Limits, LimitState } from '../../platform/limits.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { addressBlock } from '../../platform/address-block.ts'

interface Bucket {
  /** Sixty-thousandths of a token: `perMinute` of them refill in a millisecond, so counting stays in whole numbers. */
  level: number
  at: number
}

const token = 60_000

const sweepAt = 10_000

/** Token buckets in the memory of this process. A full bucket equals none, so memory holds only those who came in the last minutes. */
export function createInProcessLimiter(limits: Limits, runtime: Pick<Runtime, 'now'>): Limiter {
  const byName = new Map<LimitKey, Map<string, Bucket>>()
  const sweepSizes = new Map<LimitKey, number>()

  const bucketsOf = (key: LimitKey): Map<string, Bucket> => {
    let buckets = byName.get(key)
    if (!buckets) byName.set(key, (buckets = new Map<string, Bucket>()))
    return buckets
  }

  const sweep = (key: LimitKey, buckets: Map<string, Bucket>, now: number) => {
    for (const [subject, bucket] of buckets) {
      if (refilled(bucket, limits[key], now) >= limits[key].burst * token) buckets.delete(subject)
    }
    // The next sweep comes after the map has doubled: each insertion pays a constant share.
    sweepSizes.set(key, Math.max(sweepAt, buckets.size * 2))
  }

  return {
    take(name, caller) {
      const key = limitKey(name, caller)
      const limit = limits[key]
      const buckets = bucketsOf(key)
      const subject = subjectOf(caller)
      const now = runtime.now()
      let bucket = buckets.get(subject)
      if (!bucket) {
        if (buckets.size >= (sweepSizes.get(key) ?? sweepAt)) sweep(key, buckets, now)
        buckets.set(subject, (bucket = { level: limit.burst * token, at: now }))
      }
      bucket.level = refilled(bucket, limit, now)
      bucket.at = now
      if (bucket.level < token) return { ...stateOf(bucket.level, limit), retryAfterMs: waitFor(token - bucket.level, limit) }
      bucket.level -= token
      return stateOf(bucket.level, limit)
    },
    peek(name, caller) {
      const key = limitKey(name, caller)
      const bucket = bucketsOf(key).get(subjectOf(caller))
      return stateOf(bucket ? refilled(bucket, limits[key], runtime.now()) : limits[key].burst * token, limits[key])
    },
  }
}

const limitKey = (name: CountedLimit, caller: Caller): LimitKey => (caller.kind === 'app' ? 'app' : name)

const subjectOf = (caller: Caller): string => (caller.kind === 'user' ? caller.userId : addressBlock(caller.address))

const waitFor = (level: number, limit: Limit): number => Math.ceil(level / limit.perMinute)

const refilled = (bucket: Bucket, limit: Limit, now: number): number =>
  // A clock that was set back refills nothing.
  Math.min(limit.burst * token, bucket.level + Math.max(0, now - bucket.at) * limit.perMinute)

const stateOf = (level: number, limit: Limit): LimitState => ({
  limit: limit.burst,
  remaining: Math.floor(level / token),
  resetMs: waitFor(limit.burst * token - level, limit),
})
