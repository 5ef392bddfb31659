import type { Runtime } from '../../src/platform/runtime.ts'

/** A clock that moves only when it is told to. */
export interface HeldRuntime extends Runtime {
  advance(ms: number): void
}

/** The real time as a start, then held. */
export function holdRuntime(): HeldRuntime {
  let now = Date.now()
  return {
    now: () => now,
    newId: () => crypto.randomUUID(),
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
    advance: (ms) => {
      now += ms
    },
  }
}
