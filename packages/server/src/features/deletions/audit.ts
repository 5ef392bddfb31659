import type { DeletedMessage, EditedContent } from '@palaver/protocol'
import { type MessageColumns, messageColumns, millis, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

const list = `
  SELECT (SELECT json_agg(json_build_array(${messageColumns('r', 'r.sender_id')}, r.deleted_by, r.deleted_at) ORDER BY r.position DESC) FROM (
    SELECT m.conversation_id, d.content ->> 'kind' AS kind, m.id, m.position, m.revision, m.sender_id, m.client_id, d.content, m.reply_to_id, m.reply_to_position, m.created_at, d.custom, d.parts,
      d.deleted_by, ${millis('d.deleted_at')} AS deleted_at
    FROM deleted_messages d JOIN messages m ON m.conversation_id = d.conversation_id AND m.position = d.position
    WHERE d.conversation_id = c.id AND d.position < $2 ORDER BY d.position DESC LIMIT $3) r) AS deleted
  FROM conversations c WHERE c.id = $1`

/** A page, the newest first: those below `before`. */
export interface AuditPage {
  readonly conversationId: string
  readonly before: number
  readonly limit: number
}

type DeletedColumns = readonly [message: MessageColumns, deletedBy: string, deletedAt: number]

/** Deleted messages with what they said; undefined when there is no such conversation. Whoever calls it has made sure that an auditor asks. */
export const readDeleted = async (sql: Sql, { conversationId, before, limit }: AuditPage): Promise<DeletedMessage[] | undefined> => {
  const [row] = await sql.query<{ deleted: readonly DeletedColumns[] | null }>(list, [conversationId, before, limit], 'deletions.list')
  return row && (row.deleted ?? []).map(([message, deletedBy, deletedAt]) => ({ message: toMessage(message), deletedBy, deletedAt }))
}

const edits = `
  SELECT (SELECT json_agg(json_build_object('content', e.content, 'replacedAt', e.at, 'revision', e.revision) ORDER BY e.revision DESC) FROM (
    SELECT e.content, ${millis('e.replaced_at')} AS at, e.revision FROM deleted_edits e
    WHERE e.conversation_id = d.conversation_id AND e.position = d.position AND e.revision < $3 ORDER BY e.revision DESC LIMIT $4) e) AS edits
  FROM messages m JOIN deleted_messages d ON d.conversation_id = m.conversation_id AND d.position = m.position
  WHERE m.id = $2 AND m.conversation_id = $1`

/** What a deleted message said before its edits; undefined when no such message is deleted. Whoever calls it has made sure that an auditor asks. */
export const readDeletedEdits = async (sql: Sql, { conversationId, messageId, before, limit }: AuditPage & { readonly messageId: string }): Promise<EditedContent[] | undefined> => {
  const [row] = await sql.query<{ edits: EditedContent[] | null }>(edits, [conversationId, messageId, before, limit], 'deletions.edits')
  return row && (row.edits ?? [])
}
