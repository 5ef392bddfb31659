import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const restrictedTables: readonly StoredTable[] = [
  {
    kind: 'restricted_message',
    table: 'restricted_messages',
    columns: ['conversation_id', 'position', 'user_ids', 'said'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = restricted_messages.conversation_id AND m.position = restricted_messages.position AND m.sender_id = $1)',
    goesWithMessage: true,
  },
]
