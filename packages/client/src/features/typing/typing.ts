import type { Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** Who types in a conversation: user ids, without the caller, in the order they began. */
export interface Typing extends Store<readonly string[]> {
  /** The caller types: call it on every key; one frame leaves in 3 s. Never throws. */
  notify(): void
  /** The caller has stopped. Never throws. */
  stop(): void
}

/** The typing of a conversation; the same object each time. */
export const typing = (conversation: ConversationHandle): Typing => {
  throw new Error(`not built yet ${conversation.id}`)
}
