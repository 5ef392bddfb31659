import { randomUUID } from 'node:crypto'
import type { Sql } from '../../../packages/server/src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../../packages/server/test/support/community.ts'

/** A database in which so many messages were sent, in one conversation and as many again in many. */
export interface Grown {
  readonly messages: number
  /** Somebody who is in the one, and in a hundred of the many. */
  readonly userId: string
  readonly oneId: string
  /** One of the many, of a hundred messages. */
  readonly smallId: string
  /** When the middle message of the one was sent. */
  readonly middleAt: number
}

const perConversation = 100
const unread = 5
const ownConversations = 100
const chunk = 200_000
const text = 'a message of about a hundred characters, as people write them in groups, so that it is a usual one'

/** Writes past the writer, as years would have; one message a second. */
export async function seedMessages(sql: Sql, messages: number): Promise<Grown> {
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
  await sql.query('VACUUM ANALYZE')
  return { messages, userId, oneId, smallId: many[0] ?? '', middleAt: began + Math.floor(messages / 2) * 1000 }
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
     SELECT c.id, n, gen_random_uuid(), n + 1, $2, gen_random_uuid(), ''::bytea, 'text', jsonb_build_object('kind', 'text', 'text', $3::text),
       timestamptz 'epoch' + ($4::bigint + n * 1000) * interval '1 millisecond'
     FROM unnest($1::uuid[]) AS c(id), generate_series($5::int, $6::int) AS n`,
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
