import type { Conversation, ConversationRows, Head, Mark, Member, Membership, Message, MessageParts, PrivateRow } from '@palaver/protocol'
import { type Said, saidTo } from './restricted.ts'

/** Milliseconds of a timestamptz, cut like the drivers cut a Date. */
export const millis = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)::bigint`

/** Where the last message stands that is not in a thread only: at the head, unless such messages came after it. */
export const shownPosition = (alias: string): string => `coalesce(${alias}.shown_position, ${alias}.head_position)`

/**
 * A message as a JSON array; {@link toMessage} gives it its shape. With a viewer (an SQL expression of a user's id) what is for some members only
 * is opened for those who may see it; without one it is closed for everybody.
 */
export const messageColumns = (alias: string, viewer?: string): string =>
  `json_build_array(${alias}.id, ${alias}.position, ${alias}.revision, ${alias}.sender_id, ${alias}.client_id, ${alias}.content, ` +
  `${alias}.reply_to_id, ${alias}.reply_to_position, ${millis(`${alias}.created_at`)}, ${alias}.custom, ${alias}.parts${viewer === undefined ? '' : `, ${saidTo(alias, viewer)}`})`

export type MessageColumns = readonly [
  id: string,
  position: number,
  revision: number,
  senderId: string,
  clientId: string,
  content: Message['content'],
  replyToId: string | null,
  replyToPosition: number | null,
  createdAt: number,
  custom: NonNullable<Message['custom']> | null,
  parts: MessageParts | null,
  said?: Said | null,
]

/** The message of a row. */
export const toMessage = (row: MessageColumns): Message => ({
  id: row[0],
  position: row[1],
  revision: row[2],
  senderId: row[3],
  clientId: row[4],
  content: row[5],
  ...(row[6] !== null && row[7] !== null ? { replyTo: { id: row[6], position: row[7] } } : {}),
  createdAt: row[8],
  ...(row[9] === null ? {} : { custom: row[9] }),
  ...row[10],
  ...row[11],
})

/** Characters of what people wrote into a message, and of what features added to it. */
export const charactersOf = ([, , , , , content, , , , custom, parts, said]: MessageColumns): number =>
  (content.kind === 'text' ? content.text.length : JSON.stringify(content).length) + (custom === null ? 0 : JSON.stringify(custom).length) + (parts === null ? 0 : JSON.stringify(parts).length) + (said ? JSON.stringify(said).length : 0)

/** A member as a JSON array; {@link toMember} gives it its shape. */
export const memberColumns = (alias: string): string =>
  `json_build_array(${alias}.user_id, ${alias}.role, ${alias}.state, ${millis(`${alias}.joined_at`)}, ${alias}.custom, ${alias}.revision)`

export type MemberColumns = readonly [
  userId: string,
  role: Member['role'],
  state: Member['state'],
  joinedAt: number,
  custom: NonNullable<Member['custom']> | null,
  revision: number,
]

/** The member of a row. */
export const toMember = (row: MemberColumns): Member => ({
  userId: row[0],
  role: row[1],
  state: row[2],
  joinedAt: row[3],
  ...(row[4] === null ? {} : { custom: row[4] }),
  revision: row[5],
})

export type MarkColumns = readonly [userId: string, delivered: number, read: number]

/** The mark of a row. */
export const toMark = ([userId, delivered, read]: MarkColumns): Mark => ({ userId, delivered, read })

export type MembershipColumns = readonly [
  conversationId: string,
  role: Membership['role'],
  state: Membership['state'],
  joinedAt: number,
  visibleFrom: number,
  revision: number,
]

/** The caller's own place of a row. */
export const toMembership = (row: MembershipColumns): Membership => ({
  conversationId: row[0],
  role: row[1],
  state: row[2],
  joinedAt: row[3],
  visibleFrom: row[4],
  revision: row[5],
})

/** A private row as a JSON array; {@link toPrivateRow} gives it its shape. */
export const privateColumns = (alias: string): string => `json_build_array(${alias}.kind, ${alias}.key, ${alias}.revision, ${alias}.value)`

export type PrivateColumns = readonly [kind: PrivateRow['kind'], key: string, revision: number, value: PrivateRow['value'] | null]

/** The private row of a row; without a value it is a tombstone. */
export const toPrivateRow = ([kind, key, revision, value]: PrivateColumns): PrivateRow =>
  // A kind and its value are stored together.
  ({ kind, key, revision, ...(value === null ? {} : { value }) }) as PrivateRow

/** The head of conversation `c` and its settings; {@link toHead} and {@link toConversation} give them their shapes. */
export const conversationColumns = `c.id, c.type, c.direct_key, c.name, c.topic, c.avatar_hue, c.history, c.disappear_after_ms, c.custom, c.created_by,
  ${millis('c.created_at')} AS created_at, ${millis('c.activity_at')} AS activity_at, c.head_position, c.head_revision,
  c.settings_revision, c.marks_revision, c.floor_position, c.member_count`

export interface ConversationRow {
  readonly id: string
  readonly type: Conversation['type']
  readonly direct_key: string | null
  readonly name: string | null
  readonly topic: string | null
  readonly avatar_hue: number
  readonly history: Conversation['settings']['history']
  readonly disappear_after_ms: number | null
  readonly custom: NonNullable<Conversation['custom']> | null
  readonly created_by: string
  readonly created_at: number
  readonly activity_at: number
  readonly head_position: number
  readonly head_revision: number
  readonly settings_revision: number
  readonly marks_revision: number
  readonly floor_position: number
  readonly member_count: number
}

/** The head of a row, with its last message when the viewer may read it. */
export const toHead = (row: ConversationRow, lastMessage: MessageColumns | null): Head => ({
  id: row.id,
  revision: row.head_revision,
  position: row.head_position,
  floorPosition: row.floor_position,
  marksRevision: row.marks_revision,
  memberCount: row.member_count,
  activityAt: row.activity_at,
  ...(lastMessage === null ? {} : { lastMessage: toMessage(lastMessage) }),
})

/** The conversation of a row, without its messages. */
export const toConversation = (row: ConversationRow): Conversation => {
  const [first, second] = row.direct_key?.match(/[0-9a-f-]{36}/g) ?? []
  return {
    id: row.id,
    type: row.type,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.topic === null ? {} : { topic: row.topic }),
    avatarHue: row.avatar_hue,
    ...(first && second ? { directUserIds: [first, second] as [string, string] } : {}),
    settings: { history: row.history, ...(row.disappear_after_ms === null ? {} : { disappearAfterMs: row.disappear_after_ms }) },
    ...(row.custom === null ? {} : { custom: row.custom }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    revision: row.settings_revision,
  }
}

/** Rows that changed. */
export interface ChangedRows {
  /** When the conversation's own settings changed. */
  readonly conversation: ConversationRow | undefined
  /** The number of active members at the revision that the rows lead to, where it is known. */
  readonly memberCount?: number
  readonly members: readonly MemberColumns[]
  readonly messages: readonly MessageColumns[]
}

/** The rows of an answer; empty kinds are left out. */
export const toRows = ({ conversation, memberCount, members, messages }: ChangedRows): ConversationRows => ({
  ...(conversation ? { conversation: toConversation(conversation) } : {}),
  ...(members.length > 0 ? { members: members.map(toMember) } : {}),
  ...(memberCount === undefined ? {} : { memberCount }),
  ...(messages.length > 0 ? { messages: messages.map(toMessage) } : {}),
})
