import { receiptCounts } from '@palaver/core'
import type { Mark } from '@palaver/protocol'
import type { ClientCore } from '../../core.ts'
import { computedStore, keepList } from '../../store.ts'
import { otherCount } from '../../state/conversation-state.ts'
import type { Marks } from './marks.ts'

/** The marks of one conversation. */
export const createMarks = (core: ClientCore, id: string) => {
  const store = computedStore<readonly Mark[]>(core.batch, (previous) => keepList(previous, [...core.cache.get(id).marks.values()]))
  const marks: Marks = {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    countsAt: (position) => {
      const state = core.cache.get(id)
      return receiptCounts(state.marks, core.me, { position, of: otherCount(state) })
    },
  }
  return { marks, invalidate: store.invalidate }
}
