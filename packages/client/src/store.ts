/**
 * A value that changes over time. Snapshots are frozen and keep their identity until something in them changes,
 * so `subscribe` and `getSnapshot` fit React's `useSyncExternalStore` as they are. Both may be passed on unbound.
 */
export interface Store<T> {
  /** Calls `listener` after each change; returns the function that ends it. What a listener throws is reported by the `error` event and touches no other listener. */
  readonly subscribe: (listener: () => void) => () => void
  /** The value now. */
  readonly getSnapshot: () => T
}

/** What a store can tell its owner. */
export interface StoreHooks {
  /** The first listener came. */
  readonly onWatched?: () => void
  /** The last listener went. */
  readonly onUnwatched?: () => void
}

/** Collects the stores that changed and tells their listeners once. */
export interface Batch {
  add(store: { readonly notify: () => void }): void
  /** Calls a listener; what it throws goes to the error event. */
  call(listener: () => void): void
}

/** A store whose owner says when it may have changed. */
export interface OwnedStore<T> extends Store<T> {
  readonly invalidate: () => void
  readonly notify: () => void
  readonly watched: () => boolean
}

/** A store computed on demand; `compute` gives the previous snapshot back when nothing changed. */
export const computedStore = <T>(batch: Batch, compute: (previous: T | undefined) => T, hooks: StoreHooks = {}): OwnedStore<T> => {
  const listeners = new Set<() => void>()
  let current: { value: T } | undefined
  let told: { value: T } | undefined
  let stale = true
  const getSnapshot = (): T => {
    if (!stale && current) return current.value
    stale = false
    const value = compute(current?.value)
    if (!current || value !== current.value) current = { value }
    return current.value
  }
  const store: OwnedStore<T> = {
    getSnapshot,
    subscribe: (listener) => {
      // A wrapper of its own, so that one function may be subscribed twice.
      const entry = () => batch.call(listener)
      if (listeners.size === 0) told = { value: getSnapshot() }
      listeners.add(entry)
      if (listeners.size === 1) hooks.onWatched?.()
      return () => {
        if (listeners.delete(entry) && listeners.size === 0) hooks.onUnwatched?.()
      }
    },
    invalidate: () => {
      stale = true
      if (listeners.size > 0) batch.add(store)
    },
    notify: () => {
      const value = getSnapshot()
      if (told && told.value === value) return
      told = { value }
      for (const listener of [...listeners]) listener()
    },
    watched: () => listeners.size > 0,
  }
  return store
}

/** `next`, or `previous` when every field is the same. */
export const keep = <T extends object>(previous: T | undefined, next: T): T => {
  if (previous) {
    const keys = Object.keys(next) as (keyof T)[]
    if (keys.length === Object.keys(previous).length && keys.every((key) => Object.is(previous[key], next[key]))) return previous
  }
  return Object.freeze(next)
}

/** `next`, or `previous` when the lists hold the same items. */
export const keepList = <T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] =>
  previous && previous.length === next.length && previous.every((item, at) => item === next[at]) ? previous : Object.freeze(next)
