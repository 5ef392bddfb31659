import type { PalaverError } from '@palaver/protocol'
import type { Store } from '../../store.ts'
import type { Messages } from '../messages/messages.ts'
import type { ConversationItem } from './conversation-item.ts'

/** What is known of one conversation. `gone`: it does not exist for the caller, or does no longer. */
export interface ConversationInfo {
  readonly status: 'loading' | 'ready' | 'gone' | 'error'
  readonly item?: ConversationItem | undefined
  readonly error?: PalaverError | undefined
}

/** One conversation. The same object for the same id; works before anything is loaded. */
export interface ConversationHandle {
  readonly id: string
  readonly info: Store<ConversationInfo>
  readonly messages: Messages
  /** A screen shows it: it is followed live, and what is shown while focused counts as read. Returns the function that ends it. */
  open(): () => void
  /** Whether the window has the focus; true until said otherwise. */
  setFocused(focused: boolean): void
}
