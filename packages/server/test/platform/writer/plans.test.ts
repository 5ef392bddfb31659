import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveMarks } from '../../../src/features/marks/changes.ts'
import { sendMessages } from '../../../src/features/messages/changes.ts'
import type { SendChange } from '../../../src/features/messages/send-change.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Sql } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople, textChange } from '../../support/community.ts'
import { createTestDatabase, dialects } from '../../support/databases.ts'
import { readBy } from '../../support/rows-read.ts'

const [history, crowd] = [4000, 1500]

// A function keeps the plans of its first calls, made when every table is small and every index looks alike.
describe.each(dialects)('writes whose plans were made in an empty database, on %s', (dialect) => {
  let database: Database
  let people: readonly string[]
  let conversationId: string
  let firstId: string

  const kinds: Readonly<Record<string, () => Partial<SendChange>>> = {
    plain: () => ({}),
    'in reply': () => ({ replyToId: firstId }),
    naming: () => ({ parts: { mentions: { userIds: [people[1] ?? ''] } } }),
    disappearing: () => ({ disappearAfterMs: 60_000 }),
  }
  const changesOf = (kind: string, count: number) => Array.from({ length: count }, () => textChange(conversationId, people[0] ?? '', 'hello', kinds[kind]?.()))
  const write = async (sql: Sql, changes: readonly SendChange[]): Promise<void> => {
    const { outcomes } = await sendMessages.writeAlone(sql, changes, { reuse: null })
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  }

  let marked = 0
  /** Of so many people, none of whom has sent anything. */
  const mark = async (sql: Sql, count: number): Promise<void> => {
    marked += 1
    const { outcomes } = await moveMarks.writeAlone(sql, Array.from({ length: count }, (_, n) => ({ conversationId, userId: people[1 + n] ?? '', delivered: marked, read: marked })), { reuse: null })
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  }

  beforeAll(async () => {
    database = await createTestDatabase(dialect, { poolSize: 1 })
    people = await seedPeople(database, crowd)
    conversationId = await seedConversation(database, { userIds: people.slice(0, 2) })
    const first = textChange(conversationId, people[0] ?? '', 'the first')
    firstId = first.id
    await write(database, [first])
    for (let round = 0; round < 8; round++) for (const kind of Object.keys(kinds)) for (const count of [1, 2]) await write(database, changesOf(kind, count))
    for (let round = 0; round < 8; round++) await mark(database, 1)

    // Years later.
    await database.query(
      `WITH head AS (UPDATE conversations SET head_position = head_position + $3, head_revision = head_revision + $3 WHERE id = $1 RETURNING id, head_position - $3 AS position, head_revision - $3 AS revision)
       INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
       SELECT head.id, head.position + n, gen_random_uuid(), head.revision + n, $2, gen_random_uuid(), '', 'text', '{"kind":"text","text":"hello"}', now() FROM head, generate_series(1, $3::int) n`,
      [conversationId, people[0], history],
    )
    await database.query(`INSERT INTO members (conversation_id, user_id, role, revision, user_revision) SELECT $1, id, 'member', 1, 1 FROM unnest($2::uuid[]) AS p(id)`, [conversationId, people.slice(2)])
    await database.query(`INSERT INTO activity (user_id, conversation_id, position, kind, at) SELECT $1, $2, n, 'mention', now() FROM generate_series(100, $3::int) n ON CONFLICT DO NOTHING`, [people[1], randomUUID(), history])
  })
  afterAll(() => database.close())

  const readsOf = (work: (tx: Sql) => Promise<void>) => database.transaction(async (tx) => (await readBy(tx, work)).reads)

  it.each([1, 4])('%i marks: read a few rows for each', async (count) => {
    expect((await readsOf((tx) => mark(tx, count))).filter(({ rows }) => rows > 6 * count)).toEqual([])
  })

  it.each(Object.keys(kinds).flatMap((kind) => [1, 4].map((count) => [count, kind] as const)))('%i %s: reads a few rows for each', async (count, kind) => {
    const changes = changesOf(kind, count)
    const grown = (await readsOf((tx) => write(tx, changes))).filter(({ rows }) => rows > 6 * count)
    expect(grown).toEqual([])
  })
})
