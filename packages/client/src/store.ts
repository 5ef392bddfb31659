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
