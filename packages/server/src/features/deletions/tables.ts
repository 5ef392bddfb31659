import { ofSender, type StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const deletionTables: readonly StoredTable[] = [
  {
    kind: 'deleted_message',
    table: 'deleted_messages',
    columns: ['conversation_id', 'position', 'deleted_by', 'deleted_at', 'content', 'custom', 'parts'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: ofSender('deleted_messages'),
    goesWithMessage: true,
  },
  {
    kind: 'deleted_edit',
    table: 'deleted_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: ofSender('deleted_edits'),
    goesWithMessage: true,
  },
]
