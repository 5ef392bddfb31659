import { ofSender, type StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const restrictedTables: readonly StoredTable[] = [
  {
    kind: 'restricted_message',
    table: 'restricted_messages',
    columns: ['conversation_id', 'position', 'user_ids', 'said'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: ofSender('restricted_messages'),
    goesWithMessage: true,
  },
]
