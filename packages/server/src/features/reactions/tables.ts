import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const reactionTables: readonly StoredTable[] = [
  {
    kind: 'reaction',
    table: 'reactions',
    columns: ['conversation_id', 'position', 'emoji', 'user_id', 'created_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, emoji, user_id',
    ofUser: 'user_id = $1',
    goesWithMessage: true,
  },
]
