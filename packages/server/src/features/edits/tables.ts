import { ofSender, type StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const editTables: readonly StoredTable[] = [
  {
    kind: 'message_edit',
    table: 'message_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: ofSender('message_edits'),
    goesWithMessage: true,
  },
]
