import { randomUUID } from 'node:crypto'
import { createInProcessBus } from '../../../packages/server/src/adapters/in-process/bus.ts'
import { anyWords, blocks, keyOf, parts } from '../../../packages/server/src/features/search/index-key.ts'
import { createSearchIndexer } from '../../../packages/server/src/features/search/indexer.ts'
import { messageWords } from '../../../packages/server/src/features/search/message-words.ts'
import type { Sql, SqlDatabase } from '../../../packages/server/src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../../packages/server/test/support/community.ts'

/** A database in which so many messages were sent, in one conversation and as many again in many. */
export interface Grown {
  readonly messages: number
  /** Somebody who is in the one, and in a hundred of the many. */
  readonly userId: string
  readonly oneId: string
  /** One of the many, of a hundred messages. */
  readonly smallId: string
  /** Somebody else, who wrote it all. */
  readonly otherId: string
  readonly middleId: string
  /** When the middle message of the one was sent. */
  readonly middleAt: number
}

const perConversation = 100
const unread = 5
const ownConversations = 100
const chunk = 200_000
/** One message in a thousand says the same of these, in SQL. */
const series = (position: string): string => `'series' || ${position} % 1000`
/** The middle message of the one says it, and no other. */
export const rareWord = 'unicorn'
/** What all messages say. */
export const text = 'a message of about a hundred characters, as people write them in groups, so that it is a usual one'

/** Writes past the writer, as years would have; one message a second. */
export async function seedMessages(sql: SqlDatabase, messages: number): Promise<Grown> {
  const people = await seedPeople(sql, 1000)
  const [userId = '', other = ''] = people
  const began = Date.now() - messages * 1000
  const oneId = await seedConversation(sql, { userIds: people.slice(0, 10) })
  for (let from = 1; from <= messages; from += chunk) {
    await insert(sql, [oneId], { from, to: Math.min(messages, from + chunk - 1), senderId: other, began })
  }
  const many = Array.from({ length: Math.max(1, Math.floor(messages / perConversation)) }, () => randomUUID())
  await seedConversations(sql, many, people)
  for (let at = 0; at < many.length; at += chunk / perConversation) {
    await insert(sql, many.slice(at, at + chunk / perConversation), { from: 1, to: perConversation, senderId: other, began })
  }
  await seedWords(sql, [oneId, ...many.slice(0, ownConversations)], other)
  const [middle] = await sql.query<{ id: string }>(`UPDATE messages SET content = jsonb_set(content, '{text}', to_jsonb($3::text)) WHERE conversation_id = $1 AND position = $2 RETURNING id`, [
    oneId, Math.floor(messages / 2), `${text} ${rareWord}`,
  ])
  await sql.query('VACUUM ANALYZE')
  return { messages, userId, oneId, smallId: many[0] ?? '', otherId: other, middleId: middle?.id ?? '', middleAt: began + Math.floor(messages / 2) * 1000 }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly senderId: string
  /** When the first message was sent, milliseconds since the epoch. */
  readonly began: number
}

async function insert(sql: Sql, conversationIds: readonly string[], { from, to, senderId, began }: Stretch): Promise<void> {
  await sql.query(
    `INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
     SELECT c.id, n, gen_random_uuid(), n + 1, $2, gen_random_uuid(), ''::bytea, 'text', jsonb_build_object('kind', 'text', 'text', $3::text || ' ' || ${series('n')}),
       timestamptz 'epoch' + ($4::bigint + n * 1000) * interval '1 millisecond'
     FROM unnest($1::uuid[]) AS c(id), generate_series($5::bigint, $6::bigint) AS n`,
    [conversationIds, senderId, text, began, from, to],
  )
  await sql.query('UPDATE conversations SET head_position = $2::bigint, head_revision = $2::bigint + 1 WHERE id = ANY ($1::uuid[])', [conversationIds, to])
}

/** Conversations of two, in which everybody has a few messages to read; the first person is in the first few, the others take turns. */
async function seedConversations(sql: Sql, ids: readonly string[], people: readonly string[]): Promise<void> {
  const first = ids.map((_, n) => (n < ownConversations ? people[0] : people[1 + (n % 498)]))
  const second = ids.map((_, n) => people[500 + (n % 500)])
  await sql.query(
    `INSERT INTO conversations (id, type, history, name, avatar_hue, created_by, member_count, activity_at)
     SELECT id, 'group', 'beginning', 'Seeded', 10, owner, 2, now() FROM unnest($1::uuid[], $2::uuid[]) AS c(id, owner)`,
    [ids, first],
  )
  for (const [role, members] of [['owner', first], ['member', second]] as const) {
    await sql.query(
      `INSERT INTO members (conversation_id, user_id, role, revision, user_revision, delivered_position, read_position)
       SELECT m.id, m.person, $3, 1, row_number() OVER (PARTITION BY m.person), $4, $4 FROM unnest($1::uuid[], $2::uuid[]) AS m(id, person)`,
      [ids, members, role, perConversation - unread],
    )
  }
  await sql.query('UPDATE users u SET user_revision = (SELECT coalesce(max(m.user_revision), 0) + 1 FROM members m WHERE m.user_id = u.id)')
}

/** What the indexer would have written, with the index made at the end. */
async function seedWords(sql: SqlDatabase, conversationIds: readonly string[], senderId: string): Promise<void> {
  const [index] = await sql.query<{ definition: string }>(`SELECT indexdef AS definition FROM pg_indexes WHERE indexname = 'message_words_words'`)
  if (!index) throw new Error('unable to seed the index of words; its name has changed')
  await sql.query('DROP INDEX message_words_words')
  await sql.query(
    `INSERT INTO message_words (conversation_id, position, sender_id, created_at, words)
     SELECT m.conversation_id, m.position, m.sender_id, m.created_at, array_to_tsvector(ARRAY(
       SELECT ${keyOf('m.conversation_id', blocks.of('m.position'))} || word
       FROM unnest($2::text[] || (${series('m.position')}) || CASE WHEN m.position = c.head_position / 2 THEN $3::text END) AS word WHERE word IS NOT NULL))
     FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE c.id = ANY ($1::uuid[])`,
    [conversationIds, messageWords({ senderId, content: { kind: 'text', text }, parts: null }), rareWord],
  )
  await sql.query(index.definition)
  await sql.query('INSERT INTO indexed_conversations (conversation_id, revision) SELECT id, head_revision FROM conversations')
  await sql.query(
    `INSERT INTO part_words (conversation_id, part, words)
     SELECT c.id, n, ${anyWords('c.id', 'n')} FROM conversations c CROSS JOIN LATERAL generate_series(${parts.of(blocks.first('1'))}, ${parts.of('c.head_position')}) n`,
  )
  await createSearchIndexer({ sql, bus: createInProcessBus(), onError: console.error, restFor: 0 }).sweep()
}
