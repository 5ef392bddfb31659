import * as Type from 'typebox'
import { Id } from '../../scalars.ts'
import { ConversationName, ConversationSettings, ConversationTopic } from '../conversations/settings.ts'
import { ConversationDisappearAfter } from '../disappearing/schemas.ts'
import { MemberRole } from '../members/schemas.ts'

/** What happened in a conversation, told apart by `type`: ids and values, never sentences. Who did it is the message's sender. */
export const SystemNote = Type.Union([
  Type.Object({ type: Type.Literal('members_added'), userIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  Type.Object({ type: Type.Literal('member_removed'), userId: Id }),
  Type.Object({ type: Type.Literal('member_left') }),
  Type.Object({ type: Type.Literal('role_changed'), userId: Id, role: MemberRole }),
  Type.Object({ type: Type.Literal('owner_changed'), userId: Id }),
  Type.Object({ type: Type.Literal('name_changed'), name: ConversationName }),
  Type.Object({ type: Type.Literal('topic_changed'), topic: ConversationTopic }),
  Type.Object({ type: Type.Literal('history_changed'), history: ConversationSettings.properties.history }),
  Type.Object({ type: Type.Literal('disappearing_changed'), disappearAfterMs: ConversationDisappearAfter }),
  Type.Object({ type: Type.Literal('message_pinned'), messageId: Id, position: Type.Integer({ minimum: 1 }) }),
  Type.Object({ type: Type.Literal('message_unpinned'), messageId: Id, position: Type.Integer({ minimum: 1 }) }),
])
export type SystemNote = Type.Static<typeof SystemNote>
