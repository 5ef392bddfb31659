import type { ConversationCursor, Head } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { type ConversationRow, type MessageColumns, conversationColumns, messageColumns, shownPosition, toHead } from './rows.ts'

const heads = `SELECT ${conversationColumns}, ${messageColumns('g')} AS last_message, g.id IS NOT NULL AS has_message
  FROM conversations c LEFT JOIN messages g ON g.conversation_id = c.id AND g.position = ${shownPosition('c')}
  WHERE c.id = ANY($1::uuid[])`

/** The heads of conversations, whoever looks at them: `lastMessage` must be taken away from those who may not read its position. */
export const readHeads = async (sql: Sql, ids: readonly string[]): Promise<Head[]> => {
  const rows = await sql.query<ConversationRow & { last_message: MessageColumns; has_message: boolean }>(heads, [ids], 'log-heads')
  return rows.map((row) => toHead(row, row.has_message ? row.last_message : null))
}

const cursors = 'SELECT id, head_revision, marks_revision FROM conversations WHERE id = ANY($1::uuid[])'

/** Revision and marksRevision of conversations. */
export const readCursors = async (sql: Sql, ids: readonly string[]): Promise<ConversationCursor[]> => {
  const rows = await sql.query<{ id: string; head_revision: number; marks_revision: number }>(cursors, [ids], 'log-cursors')
  return rows.map((row) => [row.id, row.head_revision, row.marks_revision])
}
