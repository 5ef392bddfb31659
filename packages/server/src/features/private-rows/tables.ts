import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const privateRowTables: readonly StoredTable[] = [
  { kind: 'private_row', table: 'private_rows', columns: ['user_id', 'kind', 'key', 'value', 'changed_at'], leftOut: ['revision'], order: 'user_id, kind, key', ofUser: 'user_id = $1' },
]
