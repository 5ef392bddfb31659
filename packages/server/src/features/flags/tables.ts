import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const flagTables: readonly StoredTable[] = [
  {
    kind: 'flag',
    table: 'flags',
    columns: ['id', 'conversation_id', 'position', 'user_id', 'revision', 'reason', 'note', 'flagged_at', 'outcome', 'resolution_note', 'resolved_at'],
    leftOut: [],
    order: 'id',
    ofUser: 'user_id = $1',
    // What was flagged is read from the message.
    goesWithMessage: false,
  },
]
