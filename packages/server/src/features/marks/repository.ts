import { largeAbove } from '@palaver/core'
import type { CommandOutput, MarksState } from '@palaver/protocol'
import { type MarkColumns, toMark } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { unreadCount } from './unread.ts'

type Standing = CommandOutput<'mark.update'>['marks'][number]

const standings = `
  SELECT v.conversation_id AS "conversationId", v.delivered_position AS delivered, v.read_position AS read, ${unreadCount} AS unread
  FROM unnest($2::uuid[]) WITH ORDINALITY AS a(id, n)
  JOIN members v ON v.conversation_id = a.id AND v.user_id = $1 AND v.state = 'active' ORDER BY a.n`

/** A person's own marks and unread counts; conversations that they are not in are left out. */
export const readStandings = (sql: Sql, userId: string, ids: readonly string[]): Promise<Standing[]> =>
  sql.query<Standing>(standings, [userId, ids], 'marks.standings')

const all = `
  SELECT CASE WHEN c.member_count > ${largeAbove} THEN greatest(c.marks_revision, v.marks_revision) ELSE c.marks_revision END AS marks_revision, (
    SELECT json_agg(json_build_array(p.user_id, p.delivered_position, p.read_position)) FROM members p
    WHERE p.conversation_id = c.id AND p.state = 'active' AND (c.member_count <= ${largeAbove} OR p.user_id = v.user_id)) AS marks
  FROM members v JOIN conversations c ON c.id = v.conversation_id
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

/** The marks of a conversation's members, of a large one only the viewer's; undefined for one who is not an active member. */
export const readMarks = async (sql: Sql, conversationId: string, userId: string): Promise<MarksState | undefined> => {
  const [row] = await sql.query<{ marks_revision: number; marks: readonly MarkColumns[] | null }>(all, [conversationId, userId], 'marks.list')
  return row && { marksRevision: row.marks_revision, marks: (row.marks ?? []).map(toMark) }
}
