import type { Permission } from '@palaver/core'
import type { PalaverError } from '@palaver/protocol'
import type { Store } from '../../store.ts'
import type { Marks } from '../marks/marks.ts'
import type { Members } from '../members/members.ts'
import type { Messages } from '../messages/messages.ts'
import type { ConversationItem } from './conversation-item.ts'

/** What is known of one conversation. `gone`: it does not exist for the caller, or does no longer. */
export interface ConversationInfo {
  readonly status: 'loading' | 'ready' | 'gone' | 'error'
  readonly item?: ConversationItem
  /** May the caller do this here? False while nothing is known. */
  readonly can: (permission: Permission) => boolean
  readonly error?: PalaverError
}

/** Fields of a group or channel that may change; absent ones stay. */
export interface ConversationChange {
  readonly name?: string
  readonly topic?: string
  readonly avatarHue?: number
}

/** One conversation. The same object for the same id; works before anything is loaded. */
export interface ConversationHandle {
  readonly id: string
  readonly info: Store<ConversationInfo>
  readonly messages: Messages
  readonly members: Members
  readonly marks: Marks
  /** A screen shows it: it is followed live, and what is shown while focused counts as read. Returns the function that ends it. */
  open(): () => void
  /** Whether the window has the focus; true until said otherwise. */
  setFocused(focused: boolean): void
  /** Changes a group or channel. Rejects with the server's error. */
  update(change: ConversationChange): Promise<void>
}
