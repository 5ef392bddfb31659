import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const priorityTables: readonly StoredTable[] = [
  {
    kind: 'message_acknowledgement',
    table: 'message_acknowledgements',
    columns: ['conversation_id', 'position', 'user_id', 'acknowledged_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, user_id',
    ofUser: 'user_id = $1',
    goesWithMessage: true,
  },
]
