import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const pollTables: readonly StoredTable[] = [
  {
    kind: 'poll_vote',
    table: 'poll_votes',
    columns: ['conversation_id', 'position', 'option_id', 'user_id', 'voted_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, option_id, user_id',
    ofUser: 'user_id = $1',
    goesWithMessage: true,
  },
]
