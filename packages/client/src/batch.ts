import type { Platform } from './platform.ts'
import type { Batch } from './store.ts'

/** Changes of one moment reach each listener once; `flush` tells them now, for what the person at the screen did. */
export interface FlushableBatch extends Batch {
  flush(): void
}

/** Frames of one burst come in tasks of their own, so the batch ends with the task queue's turn and not with the microtask. */
export const createBatch = (platform: Pick<Platform, 'delay'>, onError: (cause: unknown) => void): FlushableBatch => {
  const changed = new Set<{ readonly notify: () => void }>()
  let cancel: (() => void) | undefined
  const flush = () => {
    cancel?.()
    cancel = undefined
    const stores = [...changed]
    changed.clear()
    for (const store of stores) store.notify()
  }
  return {
    add: (store) => {
      changed.add(store)
      cancel ??= platform.delay(0, flush)
    },
    call: (listener) => {
      try {
        listener()
      } catch (cause) {
        onError(cause)
      }
    },
    flush,
  }
}
