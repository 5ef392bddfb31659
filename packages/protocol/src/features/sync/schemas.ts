import * as Type from 'typebox'
import { Counter, Id } from '../../scalars.ts'
import { Conversation, Head } from '../conversations/schemas.ts'
import { MarksState } from '../marks/schemas.ts'
import { Member, Membership } from '../members/schemas.ts'
import { Message } from '../messages/schemas.ts'
import { PrivateRow } from '../private-rows/kinds.ts'

/** Rows of a conversation that changed: state, not a log. Payloads of conversation events are of this shape too. */
export const ConversationRows = Type.Object({
  conversation: Type.Optional(Conversation),
  members: Type.Optional(Type.Array(Member)),
  memberCount: Type.Optional(Type.Integer({ minimum: 0, description: 'Active members at the revision that the rows lead to; there when members are.' })),
  messages: Type.Optional(Type.Array(Message)),
})
export type ConversationRows = Type.Static<typeof ConversationRows>

/** Rows of a user that changed; payloads of user events are of this shape too. */
export const UserRows = Type.Object({ memberships: Type.Optional(Type.Array(Membership)), rows: Type.Optional(Type.Array(PrivateRow)) })
export type UserRows = Type.Static<typeof UserRows>

/**
 * All rows of one conversation with `after < revision <= upTo`.
 * `more`: rows above `upTo` exist, ask again from there. `reset`: too far behind, drop the copy and load anew; `upTo` is then the head.
 */
export const ConversationChanges = Type.Object({
  after: Counter,
  upTo: Counter,
  rows: ConversationRows,
  more: Type.Optional(Type.Boolean()),
  reset: Type.Optional(Type.Boolean()),
})
export type ConversationChanges = Type.Static<typeof ConversationChanges>

/** The same for what is the caller's own: places in conversations, and private rows. */
export const UserChanges = Type.Object({
  after: Counter,
  upTo: Counter,
  memberships: Type.Array(Membership),
  rows: Type.Optional(Type.Array(PrivateRow)),
  more: Type.Optional(Type.Boolean()),
  reset: Type.Optional(Type.Boolean()),
})
export type UserChanges = Type.Static<typeof UserChanges>

/** What a `sync` frame says of one conversation: its head, and what the client lacks as far as it fits. */
export const ConversationSync = Type.Object({
  id: Id,
  head: Head,
  changes: Type.Optional(ConversationChanges),
  marks: Type.Optional(MarksState),
})
export type ConversationSync = Type.Static<typeof ConversationSync>
