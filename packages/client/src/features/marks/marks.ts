import { type ReceiptCounts, receiptCounts } from '@palaver/core'
import type { Mark } from '@palaver/protocol'
import { type ClientCore, memoised } from '../../core.ts'
import { otherCount, presentMarks } from '../../state/conversation-state.ts'
import { computedStore, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** How far the members of a conversation have received and read, in no order. */
export interface Marks extends Store<readonly Mark[]> {
  /** How many of the other members have received and read a position. */
  countsAt(position: number): ReceiptCounts
}

const createMarks = (core: ClientCore, { id }: ConversationHandle): Marks => {
  const { cache } = core
  const store = computedStore<readonly Mark[]>(core.batch, (previous) => keepList(previous, [...presentMarks(cache.get(id)).values()]))
  cache.onChange((next) => {
    if (next.id === id) store.invalidate()
  })
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    countsAt: (position) => {
      const state = cache.get(id)
      return receiptCounts(presentMarks(state), core.me, { position, of: otherCount(state) })
    },
  }
}

/** The marks of a conversation; the same object each time. */
export const marks: (conversation: ConversationHandle) => Marks = /* @__PURE__ */ memoised(createMarks)
