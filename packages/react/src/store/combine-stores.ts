import type { Store } from '@palaver/client'

/** Several stores as one map by key; a key whose store holds nothing is left out. The map stays the same while nothing in it changes. */
export const combineStores = <T>(stores: ReadonlyMap<string, Store<T | undefined>>): Store<ReadonlyMap<string, T>> => {
  let held: ReadonlyMap<string, T> = new Map()
  const read = (): ReadonlyMap<string, T> => {
    const next = new Map<string, T>()
    for (const [key, store] of stores) {
      const value = store.getSnapshot()
      if (value !== undefined) next.set(key, value)
    }
    return next
  }
  return {
    subscribe: (listener) => {
      const ends = [...stores.values()].map((store) => store.subscribe(listener))
      return () => ends.forEach((end) => end())
    },
    getSnapshot: () => {
      const next = read()
      const same = next.size === held.size && [...next].every(([key, value]) => Object.is(held.get(key), value))
      if (!same) held = next
      return held
    },
  }
}
