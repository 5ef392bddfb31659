/** Rows of one kind in an export. */
export interface ExportedTable {
  readonly kind: string
  readonly table: string
  readonly columns: readonly string[]
  /** Columns that never leave: secrets, and what only this server's bookkeeping needs. */
  readonly leftOut: readonly string[]
  readonly order: string
  /** Which rows are somebody's; `$1` is their id. */
  readonly ofUser: string
}

/** What an export holds, in the order of its lines. A test holds it to the schema: a new column is named here, one way or the other. */
export const exportedTables: readonly ExportedTable[] = [
  {
    kind: 'user',
    table: 'users',
    columns: [
      'id', 'external_id', 'handle', 'name', 'avatar_hue', 'bio', 'locale', 'role', 'state', 'suspension_reason', 'custom',
      'presence_status', 'status_text', 'status_text_expires_at', 'last_seen_at', 'created_at',
    ],
    leftOut: ['profile_version', 'user_revision'],
    order: 'id',
    ofUser: 'id = $1',
  },
  { kind: 'credentials', table: 'credentials', columns: ['user_id', 'email', 'updated_at'], leftOut: ['password_hash'], order: 'user_id', ofUser: 'user_id = $1' },
  {
    kind: 'session',
    table: 'sessions',
    columns: ['id', 'user_id', 'device', 'created_at', 'rotated_at', 'expires_at', 'revoked_at'],
    leftOut: ['secret', 'generation'],
    order: 'id',
    ofUser: 'user_id = $1',
  },
  {
    kind: 'conversation',
    table: 'conversations',
    columns: ['id', 'type', 'name', 'topic', 'avatar_hue', 'history', 'disappear_after_ms', 'custom', 'created_by', 'created_at', 'activity_at', 'head_position', 'floor_position', 'member_count'],
    leftOut: ['direct_key', 'head_revision', 'settings_revision', 'marks_revision', 'shown_position'],
    order: 'id',
    ofUser: 'id IN (SELECT conversation_id FROM members WHERE user_id = $1)',
  },
  {
    kind: 'member',
    table: 'members',
    columns: ['conversation_id', 'user_id', 'role', 'state', 'joined_at', 'visible_from', 'custom', 'delivered_position', 'read_position', 'unread_from'],
    leftOut: ['revision', 'user_revision', 'marks_revision'],
    order: 'conversation_id, user_id',
    ofUser: 'user_id = $1',
  },
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
  },
  {
    kind: 'thread',
    table: 'threads',
    columns: ['root_id', 'conversation_id', 'root_position', 'summary', 'last_reply_at'],
    leftOut: ['told_at'],
    order: 'conversation_id, root_position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.id = threads.root_id AND m.sender_id = $1)',
  },
  {
    kind: 'restricted_message',
    table: 'restricted_messages',
    columns: ['conversation_id', 'position', 'user_ids', 'said'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = restricted_messages.conversation_id AND m.position = restricted_messages.position AND m.sender_id = $1)',
  },
  {
    kind: 'message_edit',
    table: 'message_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = message_edits.conversation_id AND m.position = message_edits.position AND m.sender_id = $1)',
  },
  {
    kind: 'deleted_message',
    table: 'deleted_messages',
    columns: ['conversation_id', 'position', 'deleted_by', 'deleted_at', 'content', 'custom', 'parts'],
    leftOut: [],
    order: 'conversation_id, position',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = deleted_messages.conversation_id AND m.position = deleted_messages.position AND m.sender_id = $1)',
  },
  {
    kind: 'deleted_edit',
    table: 'deleted_edits',
    columns: ['conversation_id', 'position', 'content', 'replaced_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, revision',
    ofUser: 'EXISTS (SELECT FROM messages m WHERE m.conversation_id = deleted_edits.conversation_id AND m.position = deleted_edits.position AND m.sender_id = $1)',
  },
  { kind: 'private_row', table: 'private_rows', columns: ['user_id', 'kind', 'key', 'value', 'changed_at'], leftOut: ['revision'], order: 'user_id, kind, key', ofUser: 'user_id = $1' },
  {
    kind: 'message_acknowledgement',
    table: 'message_acknowledgements',
    columns: ['conversation_id', 'position', 'user_id', 'acknowledged_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, user_id',
    ofUser: 'user_id = $1',
  },
  {
    kind: 'poll_vote',
    table: 'poll_votes',
    columns: ['conversation_id', 'position', 'option_id', 'user_id', 'voted_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, option_id, user_id',
    ofUser: 'user_id = $1',
  },
  {
    kind: 'reaction',
    table: 'reactions',
    columns: ['conversation_id', 'position', 'emoji', 'user_id', 'created_at'],
    leftOut: ['revision'],
    order: 'conversation_id, position, emoji, user_id',
    ofUser: 'user_id = $1',
  },
  { kind: 'activity', table: 'activity', columns: ['user_id', 'conversation_id', 'position', 'kind', 'at'], leftOut: [], order: 'user_id, conversation_id, position', ofUser: 'user_id = $1' },
  {
    kind: 'flag',
    table: 'flags',
    columns: ['id', 'conversation_id', 'position', 'user_id', 'revision', 'reason', 'note', 'flagged_at', 'outcome', 'resolution_note', 'resolved_at'],
    leftOut: [],
    order: 'id',
    ofUser: 'user_id = $1',
  },
]

/** Tables that hold nothing to keep: settings of this database, unfinished registrations, receipts, timers, events on their way, texts that are still being written, and what is found by search. */
export const unexportedTables: readonly string[] = ['settings', 'registrations', 'command_receipts', 'timers', 'streams', 'stream_pieces', 'outbox', 'message_words', 'indexed_conversations', 'known_words']
