import type { SavedMessage } from '@palaver/protocol'
import { type MessageColumns, messageColumns, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

const read = `
  SELECT g.conversation_id AS "conversationId", ${messageColumns('g', '$1')} AS message
  FROM (SELECT DISTINCT id FROM unnest($2::uuid[]) AS x(id)) x
  JOIN private_rows p ON p.user_id = $1 AND p.kind = 'saved' AND p.key = x.id::text AND p.value IS NOT NULL
  JOIN messages g ON g.id = x.id
  JOIN members v ON v.conversation_id = g.conversation_id AND v.user_id = $1 AND v.state = 'active' AND g.position >= v.visible_from`

/** Those of the messages that somebody saved and may read still. */
export const readSavedMessages = async (sql: Sql, userId: string, messageIds: readonly string[]): Promise<SavedMessage[]> => {
  const rows = await sql.query<{ conversationId: string; message: MessageColumns }>(read, [userId, messageIds], 'saved.messages')
  return rows.map(({ conversationId, message }) => ({ conversationId, message: toMessage(message) }))
}
