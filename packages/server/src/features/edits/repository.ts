import type { EditedContent, Message } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

interface Edit {
  readonly change: { readonly conversationId: string }
  readonly before: Message
  readonly after: Message
  readonly now: number
}

const insert = `
  INSERT INTO message_edits (conversation_id, position, revision, content, replaced_at)
  SELECT x.c, x.p, x.r, x.t, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, r bigint, t jsonb, at bigint)`

/** Keeps what messages said before. */
export const keepReplaced = async (tx: Sql, edits: readonly Edit[]): Promise<void> => {
  const rows = edits.map(({ change, before, after, now }) => ({ c: change.conversationId, p: before.position, r: after.revision, t: before.content, at: now }))
  if (rows.length > 0) await tx.query(insert, [JSON.stringify(rows)], 'edits.keep')
}

const list = `
  SELECT (SELECT json_agg(json_build_object('content', e.content, 'replacedAt', e.at, 'revision', e.revision)) FROM (
    SELECT e.content, ${millis('e.replaced_at')} AS at, e.revision FROM message_edits e
    WHERE e.conversation_id = m.conversation_id AND e.position = m.position AND e.revision < $4 ORDER BY e.revision DESC LIMIT $5) e) AS edits
  FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $3 AND m.position >= v.visible_from
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

export interface EditsRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
  readonly before: number
  readonly limit: number
}

/** What a message said before, the newest first; undefined when the viewer may not read the message. */
export const readEdits = async (sql: Sql, { conversationId, messageId, userId, before, limit }: EditsRequest): Promise<EditedContent[] | undefined> => {
  const [row] = await sql.query<{ edits: EditedContent[] | null }>(list, [conversationId, userId, messageId, before, limit], 'edits.list')
  return row && (row.edits ?? [])
}
