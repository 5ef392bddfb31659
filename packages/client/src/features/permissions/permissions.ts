import { can, type Permission } from '@palaver/core'
import { memoised } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { computedStore, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** What the caller may do in a conversation. */
export interface Permissions {
  /** May the caller do this here? False while nothing is known. */
  readonly can: (permission: Permission) => boolean
}

/** What the caller may do in a conversation; the same store each time. */
export const permissions: (conversation: ConversationHandle) => Store<Permissions> = /* @__PURE__ */ memoised((core, { id }) => {
  const { cache } = core
  const compute = (): Permissions => {
    const state = cache.get(id)
    if (!isLoaded(state)) return Object.freeze({ can: () => false })
    const seat = { appRole: 'user', memberRole: state.membership.role, conversationType: state.conversation.type } as const
    return Object.freeze({ can: (permission: Permission) => can(permission, seat) })
  }
  const store = computedStore<Permissions>(core.batch, compute, { onWatched: () => core.sync.need(id) })
  cache.onChange((next, previous) => {
    if (next.id === id && (next.membership !== previous.membership || next.conversation !== previous.conversation || next.gone !== previous.gone)) store.invalidate()
  })
  return { subscribe: store.subscribe, getSnapshot: store.getSnapshot }
})
