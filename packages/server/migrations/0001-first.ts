import { Migration } from '@mikro-orm/migrations'
import { featureFunctions } from './0001-feature-functions.ts'
import { functions } from './0001-functions.ts'
import { markedMessages } from './0001-marked-messages.ts'

/** One statement each: PGlite takes no more in one query, and a function's body holds semicolons of its own. */
const tables: readonly string[] = [
  `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
  `CREATE TABLE settings (
    key text PRIMARY KEY,
    value text NOT NULL
  )`,
  `CREATE TABLE users (
    id uuid PRIMARY KEY,
    external_id text UNIQUE,
    handle text NOT NULL UNIQUE,
    name text NOT NULL,
    avatar_hue smallint NOT NULL,
    bio text,
    locale text,
    role text NOT NULL DEFAULT 'user',
    state text NOT NULL DEFAULT 'active',
    suspension_reason text,
    custom jsonb,
    profile_version bigint NOT NULL DEFAULT 1,
    user_revision bigint NOT NULL DEFAULT 0,
    presence_status text NOT NULL DEFAULT 'auto',
    status_text text,
    status_text_expires_at timestamptz,
    last_seen_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX users_search ON users USING gin (handle gin_trgm_ops, lower(name) gin_trgm_ops)`,
  `CREATE TABLE credentials (
    user_id uuid PRIMARY KEY REFERENCES users,
    email text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE registrations (
    email text PRIMARY KEY,
    name text NOT NULL,
    handle text NOT NULL,
    password_hash text NOT NULL,
    code_hash bytea NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    device text,
    secret bytea NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    rotated_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
  )`,
  `CREATE INDEX sessions_user ON sessions (user_id, rotated_at) WHERE revoked_at IS NULL`,
  `CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    type text NOT NULL,
    direct_key text UNIQUE,
    name text,
    topic text,
    avatar_hue smallint NOT NULL,
    history text NOT NULL DEFAULT 'beginning',
    disappear_after_ms bigint,
    custom jsonb,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    activity_at timestamptz NOT NULL DEFAULT now(),
    head_position bigint NOT NULL DEFAULT 0,
    head_revision bigint NOT NULL DEFAULT 1,
    settings_revision bigint NOT NULL DEFAULT 1,
    marks_revision bigint NOT NULL DEFAULT 1,
    floor_position bigint NOT NULL DEFAULT 0,
    shown_position bigint,
    member_count integer NOT NULL DEFAULT 0
  ) WITH (fillfactor = 70)`,
  `CREATE TABLE members (
    conversation_id uuid NOT NULL REFERENCES conversations,
    user_id uuid NOT NULL REFERENCES users,
    role text NOT NULL,
    state text NOT NULL DEFAULT 'active',
    joined_at timestamptz NOT NULL DEFAULT now(),
    visible_from bigint NOT NULL DEFAULT 1,
    custom jsonb,
    revision bigint NOT NULL,
    user_revision bigint NOT NULL,
    delivered_position bigint NOT NULL DEFAULT 0,
    read_position bigint NOT NULL DEFAULT 0,
    marks_revision bigint NOT NULL DEFAULT 1,
    unread_from bigint,
    PRIMARY KEY (conversation_id, user_id)
  ) WITH (fillfactor = 70)`,
  // An index that begins as the primary key does, and is no use for looking up one row, must not compete for it: where plans are made while a table
  // is small, it wins and reads the whole conversation. With such a WHERE it is only taken for what compares the second column.
  `CREATE INDEX members_user ON members (user_id, user_revision)`,
  `CREATE INDEX members_revision ON members (conversation_id, revision) WHERE revision IS NOT NULL`,
  // Rows are written under the lock of their conversation, which so is there: a foreign key would look it up again for each, a tenth of a send.
  `CREATE TABLE messages (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    id uuid NOT NULL UNIQUE,
    revision bigint NOT NULL,
    sender_id uuid NOT NULL,
    client_id uuid NOT NULL,
    input_hash bytea NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    thread_root_id uuid,
    reply_to_id uuid,
    reply_to_position bigint,
    custom jsonb,
    parts jsonb,
    created_at timestamptz NOT NULL,
    sent_revision bigint,
    PRIMARY KEY (conversation_id, position),
    UNIQUE (client_id, sender_id, conversation_id)
  )`,
  `CREATE UNIQUE INDEX messages_revision ON messages (conversation_id, revision) WHERE revision IS NOT NULL`,
  `CREATE INDEX messages_thread ON messages (thread_root_id, position) WHERE thread_root_id IS NOT NULL`,
  `CREATE TABLE threads (
    root_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    root_position bigint NOT NULL,
    summary jsonb NOT NULL,
    last_reply_at timestamptz NOT NULL,
    told_at timestamptz NOT NULL,
    FOREIGN KEY (conversation_id, root_position) REFERENCES messages
  )`,
  `CREATE TABLE message_edits (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    revision bigint NOT NULL,
    content jsonb NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, position, revision),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE TABLE deleted_messages (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    deleted_by uuid NOT NULL,
    deleted_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    custom jsonb,
    parts jsonb,
    PRIMARY KEY (conversation_id, position),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE TABLE deleted_edits (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    revision bigint NOT NULL,
    content jsonb NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, position, revision),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE TABLE message_words (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    sender_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (conversation_id, position)
  )`,
  // The indexer empties the pending list after each round: a search's many look-ups would each read it, and without one every word of every
  // message rewrites what the index has of that word.
  `CREATE INDEX message_words_words ON message_words USING gin (words)`,
  // The words of 2,048 neighbours. One that is due says that it may hold any.
  `CREATE TABLE part_words (
    conversation_id uuid NOT NULL,
    part bigint NOT NULL,
    is_due boolean NOT NULL DEFAULT true,
    words tsvector NOT NULL,
    PRIMARY KEY (conversation_id, part)
  )`,
  `CREATE INDEX part_words_words ON part_words USING gin (words)`,
  `CREATE INDEX part_words_due ON part_words (conversation_id, part) WHERE is_due`,
  `CREATE TABLE indexed_conversations (
    conversation_id uuid PRIMARY KEY,
    revision bigint NOT NULL
  )`,
  `CREATE TABLE known_words (
    word text PRIMARY KEY
  )`,
  `CREATE INDEX known_words_spelling ON known_words USING gin (word gin_trgm_ops)`,
  `CREATE TABLE message_acknowledgements (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    revision bigint NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, position, user_id),
    UNIQUE (conversation_id, position, revision),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE TABLE reactions (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    emoji text COLLATE "C" NOT NULL,
    user_id uuid NOT NULL,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, position, emoji, user_id),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE UNIQUE INDEX reactions_order ON reactions (conversation_id, position, emoji, revision)`,
  `CREATE TABLE streams (
    message_id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    length integer NOT NULL DEFAULT 0,
    touched_at timestamptz NOT NULL
  ) WITH (fillfactor = 50)`,
  `CREATE INDEX streams_user ON streams (user_id)`,
  `CREATE TABLE stream_pieces (
    message_id uuid NOT NULL REFERENCES streams ON DELETE CASCADE,
    start integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (message_id, start)
  )`,
  `CREATE TABLE activity (
    user_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (user_id, conversation_id, position)
  )`,
  `CREATE INDEX activity_at ON activity (user_id, at, conversation_id, position)`,
  `CREATE TABLE flags (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    revision bigint NOT NULL,
    reason text NOT NULL,
    note text,
    flagged_at timestamptz NOT NULL,
    outcome text,
    resolution_note text,
    resolved_at timestamptz,
    UNIQUE (conversation_id, position, user_id),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE INDEX flags_open ON flags (id) WHERE outcome IS NULL`,
  `CREATE INDEX flags_resolved ON flags (id) WHERE outcome IS NOT NULL`,
  `CREATE INDEX flags_user ON flags (user_id, flagged_at)`,
  `CREATE TABLE poll_votes (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    option_id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    voted_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, position, user_id, option_id),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE UNIQUE INDEX poll_votes_order ON poll_votes (conversation_id, position, option_id, revision)`,
  `CREATE TABLE restricted_messages (
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    user_ids uuid[] NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (conversation_id, position),
    FOREIGN KEY (conversation_id, position) REFERENCES messages
  )`,
  `CREATE TABLE command_receipts (
    user_id uuid NOT NULL,
    client_id uuid NOT NULL,
    command text NOT NULL,
    input_hash bytea NOT NULL,
    result jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, client_id)
  )`,
  `CREATE INDEX command_receipts_age ON command_receipts (created_at)`,
  `CREATE TABLE private_rows (
    user_id uuid NOT NULL REFERENCES users,
    kind text NOT NULL,
    key text NOT NULL,
    revision bigint NOT NULL,
    value jsonb,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind, key)
  )`,
  `CREATE INDEX private_rows_revision ON private_rows (user_id, revision)`,
  `CREATE INDEX private_rows_live ON private_rows (user_id, kind) WHERE value IS NOT NULL`,
  `CREATE TABLE timers (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL,
    data jsonb NOT NULL,
    due_at timestamptz NOT NULL,
    next_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    handovers smallint NOT NULL DEFAULT 0,
    error text,
    failed_at timestamptz,
    UNIQUE (kind, key)
  )`,
  `CREATE INDEX timers_next ON timers (next_at)`,
  `CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entries jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz
  )`,
]

/** The first schema; docs/decisions/0003-first-schema.md says what each column is for. */
export class Migration0001First extends Migration {
  // Bundlers may rename classes; the journal of applied migrations must not follow.
  override name = '0001-first'

  override up(): void {
    for (const statement of [...tables, ...markedMessages, ...functions, ...featureFunctions]) this.addSql(statement)
  }
}
