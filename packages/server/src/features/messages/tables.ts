import type { StoredTable } from '../../platform/stored-table.ts'

/** What this feature stores. */
export const messageTables: readonly StoredTable[] = [
  {
    kind: 'message',
    table: 'messages',
    columns: [
      'conversation_id', 'position', 'id', 'sender_id', 'client_id', 'kind', 'content', 'thread_root_id', 'reply_to_id', 'reply_to_position',
      'custom', 'parts', 'created_at',
    ],
    leftOut: ['revision', 'sent_revision', 'input_hash'],
    order: 'conversation_id, position',
    ofUser: 'sender_id = $1',
    // What it said is emptied; the row stays.
    goesWithMessage: false,
  },
]
