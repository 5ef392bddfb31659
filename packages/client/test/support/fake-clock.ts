/** A clock that stands still until it is moved; every timer of a test hangs on it. */
export const createFakeClock = (start = 1_800_000_000_000) => {
  let now = start
  let lastId = 0
  const timers = new Map<number, { readonly at: number; readonly task: () => void }>()
  const next = () => [...timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
  /** Lets promises and whatever the real event loop holds run. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  return {
    now: () => now,
    delay: (ms: number, task: () => void) => {
      const id = ++lastId
      timers.set(id, { at: now + Math.max(0, ms), task })
      return () => void timers.delete(id)
    },
    settle,
    /** Timers that wait. */
    waiting: () => timers.size,
    /** Moves on, running what falls due in its order. */
    advance: async (ms: number) => {
      const end = now + ms
      await settle()
      for (let due = next(); due && due[1].at <= end; due = next()) {
        timers.delete(due[0])
        now = Math.max(now, due[1].at)
        due[1].task()
        await settle()
      }
      now = end
    },
  }
}

/** The clock of one test. */
export type FakeClock = ReturnType<typeof createFakeClock>

/** Repeatable randomness (mulberry32): at least 0, less than 1. */
export const createRandom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
