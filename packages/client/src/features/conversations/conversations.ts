import type { PalaverError } from '@palaver/protocol'
import type { Store } from '../../store.ts'
import type { ConversationHandle } from './conversation-handle.ts'
import type { ConversationItem } from './conversation-item.ts'

/** The caller's conversations, the most recently active first. */
export interface ConversationList {
  readonly items: readonly ConversationItem[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  /** Sum over the loaded conversations. */
  readonly unreadTotal: number
  readonly error?: PalaverError
}

/** What a new group or channel needs. */
export interface NewConversation {
  readonly name: string
  readonly memberIds: readonly string[]
  /** `group` unless said otherwise. */
  readonly type?: 'group' | 'channel'
  readonly topic?: string
  readonly avatarHue?: number
}

/** The list of conversations: a store, and what can be done with it. */
export interface Conversations extends Store<ConversationList> {
  /** Loads the next page of the list. */
  loadMore(): Promise<void>
  /** Creates a group or channel with the caller as owner. Rejects with the server's error. */
  create(options: NewConversation): Promise<ConversationHandle>
  /** The direct conversation with somebody: always one for a pair. Rejects with the server's error. */
  direct(userId: string): Promise<ConversationHandle>
}
