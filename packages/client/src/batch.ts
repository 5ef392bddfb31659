import type { Platform } from './platform.ts'
import type { Batch } from './store.ts'
import { createTimer } from './timer.ts'

/** Changes of one moment reach each listener once; `flush` tells them now, for what the person at the screen did. */
export interface FlushableBatch extends Batch {
  flush(): void
}

/** Frames of one burst come in tasks of their own, so the batch ends with the task queue's turn and not with the microtask. */
export const createBatch = (platform: Pick<Platform, 'delay'>, onError: (cause: unknown) => void): FlushableBatch => {
  const changed = new Set<{ readonly notify: () => void }>()
  const flush = () => {
    timer.stop()
    const stores = [...changed]
    changed.clear()
    for (const store of stores) store.notify()
  }
  const timer = createTimer(platform, flush)
  return {
    add: (store) => {
      changed.add(store)
      timer.plan(0)
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
