import type { Store } from '@palaver/client'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

const identity = <T>(value: T): T => value

/**
 * Reads a store of the client and renders again when it changes.
 *
 * With `select`, only when what it picks changes by `equal` (`Object.is` unless said otherwise). Keep `select` and `equal` stable:
 * define them outside of the component or memoise them. On the server, and while hydrating, the store's current value is used, so
 * connect the client in an effect, not while rendering.
 */
export function useStore<T>(store: Store<T>): T
export function useStore<T, S>(store: Store<T>, select: (value: T) => S, equal?: (a: S, b: S) => boolean): S
export function useStore<T>(
  store: Store<T>,
  select: (value: T) => unknown = identity,
  equal: (a: unknown, b: unknown) => boolean = Object.is,
): unknown {
  const committed = useRef<{ readonly value: unknown }>(undefined)
  const getSelection = useMemo(() => {
    let last: { readonly snapshot: T; readonly value: unknown } | undefined
    return () => {
      const snapshot = store.getSnapshot()
      if (last && Object.is(last.snapshot, snapshot)) return last.value
      const value = select(snapshot)
      const held = last ?? committed.current
      last = { snapshot, value: held && equal(held.value, value) ? held.value : value }
      return last.value
    }
  }, [store, select, equal])
  const value = useSyncExternalStore(store.subscribe, getSelection, getSelection)
  useEffect(() => {
    committed.current = { value }
  }, [value])
  return value
}
