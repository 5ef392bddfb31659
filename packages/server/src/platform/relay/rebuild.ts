import type { ConversationRows, EventName, UserRows } from '@palaver/protocol'
import { ConversationRows as ConversationRowsSchema, UserRows as UserRowsSchema } from '@palaver/protocol/definitions'
import type { EncodedEvent } from '../event.ts'
import {
  type ConversationRow, type MemberColumns, type MembershipColumns, type MessageColumns, type PrivateColumns,
  conversationColumns, memberColumns, messageColumns, millis, privateColumns, toMembership, toPrivateRow, toRows,
} from '../message-log/rows.ts'
import { type OpenedColumns, openedAmong, toOpened } from '../message-log/restricted.ts'
import { serialiserOf } from '../serialiser.ts'
import type { Sql } from '../sql.ts'
import { encodeFrames } from '../writer/encode-event.ts'
import type { OutboxEntry } from '../writer/outbox.ts'

const serialiseRows = serialiserOf(ConversationRowsSchema)
const serialiseUserRows = serialiserOf(UserRowsSchema)

const conversationRows = `
  SELECT ${conversationColumns},
    (SELECT json_agg(${messageColumns('g')} ORDER BY g.revision) FROM messages g
     WHERE g.conversation_id = c.id AND g.revision > $2 AND g.revision <= $3) AS messages,
    ${openedAmong('c.id', (revision) => `${revision} > $2 AND ${revision} <= $3`)} AS opened,
    (SELECT json_agg(${memberColumns('p')} ORDER BY p.revision, p.user_id) FROM members p
     WHERE p.conversation_id = c.id AND p.revision > $2 AND p.revision <= $3) AS members
  FROM conversations c WHERE c.id = $1`

const userRows = `SELECT (
    SELECT json_agg(json_build_array(m.conversation_id, m.role, m.state, ${millis('m.joined_at')}, m.visible_from, m.user_revision) ORDER BY m.user_revision)
    FROM members m WHERE m.user_id = $1 AND m.user_revision > $2 AND m.user_revision <= $3) AS memberships, (
    SELECT json_agg(${privateColumns('p')} ORDER BY p.revision, p.kind, p.key)
    FROM private_rows p WHERE p.user_id = $1 AND p.revision > $2 AND p.revision <= $3) AS rows`

/**
 * The event of an interval, from the rows as they are now: at least as new as the one that was lost. Rows that changed again since
 * are in the event of that change, so the interval may even be empty; its event still carries the numbers on.
 */
export const rebuildEvent = (sql: Sql, entry: OutboxEntry): Promise<EncodedEvent | undefined> =>
  entry[0] === 'c' ? rebuildConversation(sql, entry) : rebuildUser(sql, entry)

async function rebuildConversation(sql: Sql, [, id, after, upTo]: OutboxEntry): Promise<EncodedEvent | undefined> {
  type Row = ConversationRow & { messages: readonly MessageColumns[] | null; members: readonly MemberColumns[] | null; opened: readonly OpenedColumns[] | null }
  const [row] = await sql.query<Row>(conversationRows, [id, after, upTo], 'relay.conversation')
  if (!row) return undefined
  const conversation = row.settings_revision > after && row.settings_revision <= upTo ? row : undefined
  const { members, messages } = row
  const rows = toRows({ conversation, ...(members && { memberCount: row.member_count }), members: members ?? [], messages: messages ?? [] })
  const ended = (rows.members ?? []).filter((member) => member.state !== 'active').map((member) => member.userId)
  const event = { name: nameOf(rows), scope: 'conversation', id, after, revision: upTo } as const
  return { ...encodeFrames(event, rows, { serialise: serialiseRows, opened: (row.opened ?? []).map(toOpened) }), ...(ended.length > 0 && { ended }) }
}

async function rebuildUser(sql: Sql, [, id, after, upTo]: OutboxEntry): Promise<EncodedEvent> {
  type Row = { memberships: readonly MembershipColumns[] | null; rows: readonly PrivateColumns[] | null }
  const [row] = await sql.query<Row>(userRows, [id, after, upTo], 'relay.user')
  const rows: UserRows = {
    ...(row?.memberships && { memberships: row.memberships.map(toMembership) }),
    ...(row?.rows && { rows: row.rows.map(toPrivateRow) }),
  }
  const event = { name: rows.memberships || !rows.rows ? 'membership.changed' : 'private.changed', scope: 'user', id, after, revision: upTo } as const
  return encodeFrames(event, rows, { serialise: serialiseUserRows })
}

/** The first name that fits what the rows hold; the payload holds all of them whatever the name. */
function nameOf({ messages, members, conversation }: ConversationRows): EventName {
  if (members?.some((member) => member.state === 'removed')) return 'member.removed'
  if (members?.some((member) => member.state === 'left')) return 'member.left'
  if (members) return 'member.added'
  return messages || !conversation ? 'message.sent' : 'conversation.updated'
}
