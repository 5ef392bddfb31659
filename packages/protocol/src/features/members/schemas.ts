import * as Type from 'typebox'
import { Counter, CustomData, Id, Timestamp } from '../../scalars.ts'

export const MemberRole = Type.Enum(['owner', 'admin', 'moderator', 'member', 'viewer'])
export const MemberState = Type.Enum(['active', 'left', 'removed'])

/** Somebody's place in a conversation, as all members see it; one who went stays as a tombstone. */
export const Member = Type.Object({
  userId: Id,
  role: MemberRole,
  state: MemberState,
  joinedAt: Timestamp,
  custom: Type.Optional(CustomData),
  revision: Type.Integer({ minimum: 1 }),
})
export type Member = Type.Static<typeof Member>

/** The caller's own place in a conversation, numbered by the caller's userRevision. */
export const Membership = Type.Object({
  conversationId: Id,
  role: MemberRole,
  state: MemberState,
  joinedAt: Timestamp,
  visibleFrom: Type.Integer({ minimum: 1, description: 'The first position that the caller may read.' }),
  revision: Counter,
})
export type Membership = Type.Static<typeof Membership>
