import { unreadLimit } from '@palaver/core'
import type { Message, ThreadView } from '@palaver/protocol'
import { type MessageColumns, messageColumns, millis, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

const history = `
  SELECT ${messageColumns('g')} AS root, g.thread_root_id IS NULL AS "isRoot", (
    SELECT json_agg(r.row ORDER BY r.position) FROM (
      SELECT m.position, ${messageColumns('m')} AS row FROM messages m
      WHERE m.thread_root_id = g.id AND m.position < $4 ORDER BY m.position DESC LIMIT $5) r) AS messages
  FROM members v JOIN messages g ON g.conversation_id = v.conversation_id AND g.id = $3 AND g.position >= v.visible_from
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

export interface ThreadRequest {
  readonly conversationId: string
  readonly userId: string
  readonly threadId: string
  readonly before: number
  readonly limit: number
}

interface ThreadPage {
  readonly root: Message
  readonly isRoot: boolean
  readonly messages: Message[]
}

/** The last replies before a position, oldest first; undefined when the viewer may not read the root. */
export const readThreadPage = async (sql: Sql, { conversationId, userId, threadId, before, limit }: ThreadRequest): Promise<ThreadPage | undefined> => {
  type Row = { root: MessageColumns; isRoot: boolean; messages: readonly MessageColumns[] | null }
  const [row] = await sql.query<Row>(history, [conversationId, userId, threadId, before, limit], 'threads.history')
  return row && { root: toMessage(row.root), isRoot: row.isRoot, messages: (row.messages ?? []).map(toMessage) }
}

/** Where a page of the list begins: after the thread with this last reply (milliseconds since the epoch) and root. */
export interface ThreadCursor {
  readonly lastReplyAt: number
  readonly id: string
}

// One person follows a bounded number of threads. The page is cut before anything is read of their messages, and as many replies are looked at
// as can count; whoever replies moves their own mark, so their own do not fill that.
const list = `
  WITH page AS MATERIALIZED (
    SELECT t.root_id, t.conversation_id, t.root_position, t.last_reply_at, (p.value ->> 'read')::bigint AS read
    FROM private_rows p JOIN threads t ON t.root_id = p.key::uuid
    JOIN members v ON v.conversation_id = t.conversation_id AND v.user_id = p.user_id AND v.state = 'active' AND v.visible_from <= t.root_position
    WHERE p.user_id = $1 AND p.kind = 'thread' AND p.value IS NOT NULL
      AND ($2::bigint IS NULL OR (t.last_reply_at, t.root_id) < (timestamptz 'epoch' + $2::bigint * interval '1 millisecond', $3::uuid))
    ORDER BY t.last_reply_at DESC, t.root_id DESC LIMIT $4
  )
  SELECT page.conversation_id AS "conversationId", page.read, ${millis('page.last_reply_at')} AS "lastReplyAt", ${messageColumns('g')} AS root, (
    SELECT count(*)::int FROM (
      SELECT m.sender_id, m.kind FROM messages m WHERE m.thread_root_id = page.root_id AND m.position > page.read ORDER BY m.position LIMIT ${unreadLimit}) u
    WHERE u.sender_id <> $1 AND u.kind <> 'deleted') AS unread
  FROM page JOIN messages g ON g.conversation_id = page.conversation_id AND g.position = page.root_position
  ORDER BY page.last_reply_at DESC, page.root_id DESC`

/** A page of the threads that somebody follows, each with the cursor that follows it. */
export const readThreadViews = async (sql: Sql, { userId, after, limit }: { readonly userId: string; readonly after: ThreadCursor | undefined; readonly limit: number }): Promise<{ view: ThreadView; cursor: ThreadCursor }[]> => {
  type Row = { conversationId: string; read: number; lastReplyAt: number; root: MessageColumns; unread: number }
  const rows = await sql.query<Row>(list, [userId, after?.lastReplyAt ?? null, after?.id ?? null, limit], 'threads.list')
  return rows.map(({ conversationId, read, lastReplyAt, root, unread }) => ({
    view: { conversationId, root: toMessage(root), read, unread },
    cursor: { lastReplyAt, id: root[0] },
  }))
}
