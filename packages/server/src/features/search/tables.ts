import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const searchTables: readonly StoredTable[] = [
  // They go with the words that they said: `forgetWords`.
  { table: 'message_words', unexported: 'it is made of messages', goesWithMessage: false },
  { table: 'part_words', unexported: 'it is made of messages' },
  { table: 'indexed_conversations', unexported: 'it is made of messages' },
  { table: 'known_words', unexported: 'it is made of messages' },
]
