import type { Platform } from '../platform.ts'

const graceMs = 1000

/** Tells when nothing was heard for too long. One timer whatever the traffic; after a sleep of the machine there is time for the frames that wait. */
export const createWatchdog = (platform: Pick<Platform, 'now' | 'delay'>, onSilent: () => void) => {
  let cancel = () => {}
  let heardAt = 0
  let patience = 0
  const check = (warned: boolean) => {
    // Never longer than from now on, also when the clock was set back.
    const left = Math.min(patience, heardAt + patience - platform.now())
    if (left > 0) cancel = platform.delay(left, () => check(false))
    else if (warned) onSilent()
    else cancel = platform.delay(graceMs, () => check(true))
  }
  const heard = () => {
    heardAt = platform.now()
  }
  const stop = () => cancel()
  return {
    start: (ms: number) => {
      stop()
      patience = ms
      heard()
      check(false)
    },
    stop,
    heard,
  }
}
