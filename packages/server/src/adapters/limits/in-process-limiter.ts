import type { Limiter, LimitKey, Limits } from '../../platform/limits.ts'
import type { Runtime } from '../../platform/runtime.ts'
import { type Bucket, fullLevel, refilled, refusalOf, stateOf, token } from './bucket.ts'
import { limitKeyOf, subjectOf } from './counted.ts'

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
      if (refilled(bucket, limits[key], now) >= fullLevel(limits[key])) buckets.delete(subject)
    }
    // The next sweep comes after the map has doubled: each insertion pays a constant share.
    sweepSizes.set(key, Math.max(sweepAt, buckets.size * 2))
  }

  return {
    take(name, caller) {
      const key = limitKeyOf(name, caller)
      const limit = limits[key]
      const buckets = bucketsOf(key)
      const subject = subjectOf(caller)
      const now = runtime.now()
      let bucket = buckets.get(subject)
      if (!bucket) {
        if (buckets.size >= (sweepSizes.get(key) ?? sweepAt)) sweep(key, buckets, now)
        buckets.set(subject, (bucket = { level: fullLevel(limit), at: now }))
      }
      bucket.level = refilled(bucket, limit, now)
      bucket.at = now
      if (bucket.level < token) return refusalOf(bucket.level, limit)
      bucket.level -= token
      return stateOf(bucket.level, limit)
    },
    peek(name, caller) {
      const key = limitKeyOf(name, caller)
      const bucket = bucketsOf(key).get(subjectOf(caller))
      return stateOf(bucket ? refilled(bucket, limits[key], runtime.now()) : fullLevel(limits[key]), limits[key])
    },
  }
}
