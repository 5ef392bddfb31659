import type { Store } from '@palaver/client'

/** A store that a test changes, and that counts who listens. */
export interface FakeStore<T> extends Store<T> {
  readonly set: (value: T) => void
  readonly listeners: () => number
}

export const createFakeStore = <T>(value: T): FakeStore<T> => {
  let now = value
  const listeners = new Set<() => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => now,
    set: (next) => {
      now = next
      for (const listener of listeners) listener()
    },
    listeners: () => listeners.size,
  }
}
