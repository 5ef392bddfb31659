import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const threadTables: readonly StoredTable[] = [
  {
    kind: 'thread',
    table: 'threads',
    columns: ['root_id', 'conversation_id', 'root_position', 'summary', 'last_reply_at'],
    leftOut: ['told_at'],
    order: 'conversation_id, root_position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.id = threads.root_id AND m.sender_id = $1)',
  },
]
