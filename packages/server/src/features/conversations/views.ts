import type { ConversationView, Mark } from '@palaver/protocol'
import {
  type ConversationRow, type MembershipColumns, type MessageColumns,
  conversationColumns, messageColumns, millis, shownPosition, toConversation, toHead, toMembership,
} from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { unreadCount } from '../marks/port.ts'

interface ViewRow extends ConversationRow {
  readonly membership: MembershipColumns
  readonly delivered: number
  readonly read: number
  readonly last_message: MessageColumns | null
  readonly unread: number
}

// Of places `v` and their conversations `c`. The last message only for those who may read its position.
const viewColumns = `${conversationColumns},
  json_build_array(v.conversation_id, v.role, v.state, ${millis('v.joined_at')}, v.visible_from, v.user_revision) AS membership,
  v.delivered_position AS delivered, v.read_position AS read, ${unreadCount} AS unread,
  CASE WHEN ${shownPosition('c')} >= v.visible_from THEN (
    SELECT ${messageColumns('g')} FROM messages g WHERE g.conversation_id = c.id AND g.position = ${shownPosition('c')}) END AS last_message`

const toView = (userId: string, row: ViewRow): ConversationView => {
  const mark: Mark = { userId, delivered: row.delivered, read: row.read }
  return { conversation: toConversation(row), head: toHead(row, row.last_message), membership: toMembership(row.membership), mark, unread: row.unread }
}

const one = `SELECT ${viewColumns} FROM members v JOIN conversations c ON c.id = v.conversation_id
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

/** A conversation as a member sees it; undefined for one who is not an active member. */
export const readView = async (sql: Sql, conversationId: string, userId: string): Promise<ConversationView | undefined> => {
  const [row] = await sql.query<ViewRow>(one, [conversationId, userId], 'conversations.view')
  return row && toView(userId, row)
}

const direct = `SELECT ${viewColumns} FROM conversations c JOIN members v ON v.conversation_id = c.id AND v.user_id = $2 AND v.state = 'active'
  WHERE c.direct_key = $1`

/** The direct conversation of a pair as one of them sees it. */
export const readDirectView = async (sql: Sql, directKey: string, userId: string): Promise<ConversationView | undefined> => {
  const [row] = await sql.query<ViewRow>(direct, [directKey, userId], 'conversations.direct')
  return row && toView(userId, row)
}

/** Where a page of the list begins: after this activity (microseconds since the epoch) and id. */
export interface ListCursor {
  readonly activity: number
  readonly id: string
}

export interface ViewsPage {
  readonly userId: string
  readonly type: string | undefined
  readonly after: ListCursor | undefined
  readonly limit: number
}

// The page is cut before anything is read about its conversations, so that each costs the same wherever it stands.
const list = `
  WITH page AS MATERIALIZED (
    SELECT v.conversation_id, c.activity_at FROM members v JOIN conversations c ON c.id = v.conversation_id
    WHERE v.user_id = $1 AND v.state = 'active' AND ($2::text IS NULL OR c.type = $2)
      AND ($3::bigint IS NULL OR (c.activity_at, c.id) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::uuid))
    ORDER BY c.activity_at DESC, c.id DESC LIMIT $5
  )
  SELECT ${viewColumns}, (extract(epoch FROM c.activity_at) * 1000000)::bigint AS activity
  FROM page JOIN conversations c ON c.id = page.conversation_id JOIN members v ON v.conversation_id = c.id AND v.user_id = $1
  ORDER BY page.activity_at DESC, c.id DESC`

/** A page of a person's conversations, the most recently active first, each with the cursor that follows it. */
export const readViews = async (sql: Sql, { userId, type, after, limit }: ViewsPage): Promise<{ view: ConversationView; cursor: ListCursor }[]> => {
  const params = [userId, type ?? null, after?.activity ?? null, after?.id ?? null, limit]
  const rows = await sql.query<ViewRow & { activity: number }>(list, params, 'conversations.list')
  return rows.map((row) => ({ view: toView(userId, row), cursor: { activity: row.activity, id: row.id } }))
}
