import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const streamTables: readonly StoredTable[] = [
  { table: 'streams', unexported: 'the text is still being written' },
  { table: 'stream_pieces', unexported: 'the text is still being written' },
]
