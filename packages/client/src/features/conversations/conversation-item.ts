import type { Conversation, Head, Membership } from '@palaver/protocol'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** A conversation as the list shows it. */
export interface ConversationItem {
  readonly id: string
  readonly conversation: Conversation
  readonly head: Head
  readonly membership: Membership
  /** 100 means 100 or more. */
  readonly unread: number
  readonly lastMessage?: TimelineMessage | undefined
  /** The other one in a direct conversation. */
  readonly counterpartId?: string | undefined
}
