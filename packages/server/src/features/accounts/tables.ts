import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const accountTables: readonly StoredTable[] = [
  { table: 'registrations', unexported: 'they are not finished' },
]
