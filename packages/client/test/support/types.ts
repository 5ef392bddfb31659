export type {
  Conversation, ConversationChanges, ConversationView, Head, Mark, MarksState, Member, Membership, Message, SentMessage,
} from '@palaver/protocol'
export type { MemberRole } from '@palaver/core'
