import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const deletionTables: readonly StoredTable[] = [
  {
    kind: 'deleted_message',
    table: 'deleted_messages',
    columns: ['conversation_id', 'position', 'deleted_by', 'deleted_at', 'content', 'custom', 'parts'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = deleted_messages.conversation_id AND m.position = deleted_messages.position AND m.sender_id = $1)',
    goesWithMessage: true,
  },
  {
    kind: 'deleted_edit',
    table: 'deleted_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = deleted_edits.conversation_id AND m.position = deleted_edits.position AND m.sender_id = $1)',
    goesWithMessage: true,
  },
]
