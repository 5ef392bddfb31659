import type { Platform } from '../platform.ts'
import { createTimer } from '../timer.ts'
import type { Cache } from './cache.ts'
import { nextExpiry } from './expiry.ts'

/** Takes what disappears out of the cache at its time, whether the server can be heard or not. Returns the end of it. */
export const createExpiryTimer = (platform: Pick<Platform, 'delay'>, cache: Cache, now: () => number): (() => void) => {
  let due = Infinity
  const plan = (next: number) => {
    if (next >= due) return
    due = next
    timer.replan(Math.max(0, next - now()))
  }
  const timer = createTimer(platform, () => {
    due = Infinity
    for (const { id } of cache.all()) cache.update(id, (state) => state)
    plan(Math.min(Infinity, ...cache.all().map(nextExpiry)))
  })
  cache.onChange((next) => plan(nextExpiry(next)))
  return () => {
    timer.stop()
    due = -Infinity
  }
}
