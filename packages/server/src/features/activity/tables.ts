import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const activityTables: readonly StoredTable[] = [
  {
    kind: 'activity',
    table: 'activity',
    columns: ['user_id', 'conversation_id', 'position', 'kind', 'at'],
    leftOut: [],
    order: 'user_id, conversation_id, position',
    ofUser: 'user_id = $1',
    // Says only that something concerned somebody, and is read with the message.
    goesWithMessage: false,
  },
]
