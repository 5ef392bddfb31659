import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const editTables: readonly StoredTable[] = [
  {
    kind: 'message_edit',
    table: 'message_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = message_edits.conversation_id AND m.position = message_edits.position AND m.sender_id = $1)',
    goesWithMessage: true,
  },
]
