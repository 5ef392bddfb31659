import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const memberTables: readonly StoredTable[] = [
  {
    kind: 'member',
    table: 'members',
    columns: ['conversation_id', 'user_id', 'role', 'state', 'joined_at', 'visible_from', 'custom', 'delivered_position', 'read_position', 'unread_from'],
    leftOut: ['revision', 'user_revision', 'marks_revision'],
    order: 'conversation_id, user_id',
    ofUser: 'user_id = $1',
  },
]
