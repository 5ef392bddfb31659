import type { MemberRole } from '@palaver/core'
import type { Message, MessageParts } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import { type AcceptedChange, type MessageChange, partsOf, withoutLasting } from '../messages/port.ts'
import { recordset } from '../../platform/recordset.ts'

const named = (run: readonly MessageChange[]) => [run.map(({ conversationId }) => conversationId), run.map(({ messageId }) => messageId)]
const messagesNamed = `unnest($1::uuid[], $2::uuid[]) AS x(c, i) JOIN messages m ON m.id = x.i AND m.conversation_id = x.c`

const roles = `
  SELECT m.id, p.role FROM ${messagesNamed}
  JOIN members p ON p.conversation_id = m.conversation_id AND p.user_id = m.sender_id AND p.state = 'active'`

/** The roles of those who sent the messages, by message; who is not a member any more has none. */
export const readSenderRoles = async (tx: Sql, run: readonly MessageChange[]): Promise<ReadonlyMap<string, MemberRole>> =>
  new Map((await tx.query<{ id: string; role: MemberRole }>(roles, named(run), 'deletions.senders')).map(({ id, role }) => [id, role]))

/** What a deleted message said. */
export interface DeletedText {
  readonly content: Message['content']
  readonly custom: Message['custom'] | undefined
  readonly parts: MessageParts
}

const texts = `
  SELECT m.id, d.content, d.custom, d.parts FROM ${messagesNamed}
  JOIN deleted_messages d ON d.conversation_id = m.conversation_id AND d.position = m.position`

interface TextRow {
  readonly id: string
  readonly content: Message['content']
  readonly custom: NonNullable<Message['custom']> | null
  readonly parts: MessageParts | null
}

/** What deleted messages said, by message. */
export const readTexts = async (tx: Sql, run: readonly MessageChange[]): Promise<ReadonlyMap<string, DeletedText>> => {
  const rows = await tx.query<TextRow>(texts, named(run), 'deletions.texts')
  return new Map(rows.map(({ id, content, custom, parts }) => [id, { content, custom: custom ?? undefined, parts: parts ?? {} }]))
}

const moveEdits = (from: string, to: string): string => `
  edits AS (DELETE FROM ${from} e USING x WHERE e.conversation_id = x.c AND e.position = x.p RETURNING e.*)
  INSERT INTO ${to} (conversation_id, position, revision, content, replaced_at)
  SELECT conversation_id, position, revision, content, replaced_at FROM edits`

const away = `
  WITH x AS MATERIALIZED (
    SELECT * FROM ${recordset('$1', 'c uuid, p bigint, by uuid, at bigint, content jsonb, custom jsonb, parts jsonb')}
  ), kept AS (
    INSERT INTO deleted_messages (conversation_id, position, deleted_by, deleted_at, content, custom, parts)
    SELECT x.c, x.p, x.by, timestamptz 'epoch' + x.at * interval '1 millisecond', x.content, x.custom, x.parts FROM x
  ), ${moveEdits('message_edits', 'deleted_edits')}`

type Accepted = readonly Pick<AcceptedChange<MessageChange>, 'change' | 'before' | 'now'>[]

/** Moves what messages said, and said before, to where only auditors read. */
export const moveAway = async (tx: Sql, accepted: Accepted): Promise<void> => {
  const rows = accepted.map(({ change, before, now }) => ({
    c: change.conversationId,
    p: before.position,
    by: change.callerId,
    at: now,
    content: before.content,
    custom: before.custom,
    parts: withoutLasting(partsOf(before) ?? {}),
  }))
  await tx.query(away, [JSON.stringify(rows)], 'deletions.away')
}

const back = `
  WITH x AS MATERIALIZED (
    SELECT * FROM ${recordset('$1', 'c uuid, p bigint')}
  ), gone AS (
    DELETE FROM deleted_messages d USING x WHERE d.conversation_id = x.c AND d.position = x.p
  ), ${moveEdits('deleted_edits', 'message_edits')}`

/** Takes what restored messages said before back from there; their own text is in their rows again. */
export const moveBack = async (tx: Sql, accepted: Accepted): Promise<void> => {
  await tx.query(back, [JSON.stringify(accepted.map(({ change, before }) => ({ c: change.conversationId, p: before.position })))], 'deletions.back')
}
