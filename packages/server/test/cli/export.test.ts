import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportLines } from '../../src/cli/export/lines.ts'
import { entities } from '../../src/features/index.ts'
import { storedTables } from '../../src/features/tables.ts'
import type { Database } from '../../src/platform/database.ts'
import { createTestDatabase, dialects } from '../support/databases.ts'

type Line = Readonly<Record<string, unknown>> & { readonly kind: string }

describe.each(dialects)('an export on %s', (dialect) => {
  let database: Database
  const [ada, bob, talk, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  beforeAll(async () => {
    database = await createTestDatabase(dialect, { entities })
    await database.query(`INSERT INTO users (id, handle, name, avatar_hue) VALUES ($1, 'ada', 'Ada', 1), ($2, 'bob', 'Bob', 2)`, [ada, bob])
    await database.query(`INSERT INTO credentials (user_id, email, password_hash) VALUES ($1, 'ada@example.com', 'HASH')`, [ada])
    await database.query(`INSERT INTO sessions (id, user_id, secret, expires_at) VALUES ($1, $1, '\\x01', now())`, [ada])
    await database.query(`INSERT INTO conversations (id, type, avatar_hue, created_by) VALUES ($1, 'group', 1, $3), ($2, 'group', 1, $3)`, [talk, other, bob])
    await database.query(`INSERT INTO members (conversation_id, user_id, role, revision, user_revision) VALUES ($1, $2, 'member', 1, 1), ($1, $3, 'owner', 1, 1)`, [talk, ada, bob])
    await database.query(
      `INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
       SELECT $1, n, gen_random_uuid(), n, CASE WHEN n % 2 = 0 THEN $2::uuid ELSE $3::uuid END, gen_random_uuid(), '\\x00', 'text', '{"kind":"text","text":"hi"}', to_timestamp(n)
       FROM generate_series(1, 1234) n`,
      [talk, ada, bob],
    )
  })
  afterAll(() => database.close())

  const read = (userId?: string): Promise<Line[]> =>
    database.transaction(async (tx) => {
      const lines: Line[] = []
      for await (const line of exportLines(tx, userId)) lines.push(JSON.parse(line) as Line)
      return lines
    })

  it('holds every row once, in order, between a first and a last line', async () => {
    const lines = await read()
    expect(lines[0]).toMatchObject({ kind: 'export', format: 1, of: 'everything' })
    expect(lines.at(-1)).toMatchObject({ kind: 'end', counts: { user: 2, credentials: 1, session: 1, conversation: 2, member: 2, message: 1234 } })
    expect(lines.filter(({ kind }) => kind === 'message').map((line) => line['position'])).toEqual(Array.from({ length: 1234 }, (_, n) => n + 1))
    expect(lines.find(({ kind }) => kind === 'message')).toMatchObject({ type: 'text', content: { text: 'hi' }, createdAt: 1000, senderId: bob })
  })

  it('of one user holds what is theirs and nothing of others', async () => {
    const lines = await read(ada)
    expect(lines.at(-1)).toMatchObject({ counts: { user: 1, credentials: 1, session: 1, conversation: 1, member: 1, message: 617 } })
    expect(new Set(lines.filter(({ kind }) => kind === 'message').map((line) => line['senderId']))).toEqual(new Set([ada]))
    expect(JSON.stringify(lines)).not.toContain('Bob')
  })

  it('holds no secrets', async () => expect(JSON.stringify(await read())).not.toMatch(/HASH|secret|password/i))

  it('changes nothing', async () => {
    await expect(
      database.transaction(async (tx) => {
        for await (const _ of exportLines(tx)) break
        await tx.query('DELETE FROM messages')
      }),
    ).rejects.toThrow(/read-only/)
  })
})

it('names every column of the schema: exported, or left out on purpose; and what becomes of it when its message disappears', async () => {
  const database = await createTestDatabase('pglite', { entities })
  try {
    const rows = await database.query<{ table: string; columns: string[] }>(
      `SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'mikro_orm_migrations' GROUP BY 1`,
    )
    const unexported = new Set(storedTables.flatMap((each) => ('unexported' in each ? [each.table] : [])))
    const found = Object.fromEntries(rows.filter(({ table }) => !unexported.has(table)).map(({ table, columns }) => [table, columns.sort()]))
    const known = Object.fromEntries(storedTables.flatMap((each) => ('unexported' in each ? [] : [[each.table, [...each.columns, ...each.leftOut].sort()]])))
    expect(found).toEqual(known)
    // Of a table that holds something of messages its feature has decided what becomes of it when they disappear.
    const ofMessages = rows.filter(({ columns }) => columns.includes('conversation_id') && columns.includes('position')).map(({ table }) => table)
    expect(storedTables.filter(({ goesWithMessage }) => goesWithMessage !== undefined).map(({ table }) => table).sort()).toEqual(ofMessages.sort())
  } finally {
    await database.close()
  }
})
