import { defineEntity, p } from '@mikro-orm/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/platform/database.ts'
import { CommitUnknownError } from '../../src/platform/sql.ts'

class Note {
  id!: number
  text!: string
  custom!: { a: number } | null
  writtenAt!: Date
}

const noteSchema = defineEntity({
  class: Note,
  tableName: 'notes',
  properties: {
    id: p.bigint('number').primary(),
    text: p.text(),
    custom: p.json<{ a: number }>().nullable(),
    writtenAt: p.datetime(),
  },
})

const id = '0198a5a0-0000-7000-8000-000000000001'

/** What every database promises, whichever engine it is. */
export function describeDatabase(name: string, open: (entities: readonly [typeof noteSchema]) => Promise<Database>): void {
  describe(name, () => {
    let database: Database
    const texts = async (): Promise<string[]> =>
      (await database.query<{ text: string }>('SELECT text FROM notes ORDER BY id')).map((row) => row.text)

    beforeAll(async () => {
      database = await open([noteSchema])
      await database.query(`CREATE TABLE notes (
        id bigint PRIMARY KEY, text text NOT NULL, custom jsonb, written_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (text) DEFERRABLE INITIALLY DEFERRED)`)
    })
    beforeEach(() => database.query('DELETE FROM notes'))
    afterAll(() => database.close())

    describe('values', () => {
      test('arrive as the interface says', async () => {
        const [row] = await database.query(`SELECT 9007199254740991::bigint AS big, ARRAY[1::bigint, NULL, 3] AS bigs, '{"a":[1]}'::jsonb AS json,
          '2026-01-02T03:04:05.678Z'::timestamptz AS at, '\\x00ff'::bytea AS bytes, ARRAY['${id}']::uuid[] AS ids, NULL::bigint AS nothing, true AS yes,
          count(*) AS n FROM generate_series(1, 3)`)
        expect({ ...row, bytes: undefined }).toEqual({
          big: 9007199254740991, bigs: [1, null, 3], json: { a: [1] }, at: new Date('2026-01-02T03:04:05.678Z'), bytes: undefined, ids: [id],
          nothing: null, yes: true, n: 3,
        })
        const bytes: unknown = Object.getOwnPropertyDescriptor(row, 'bytes')?.value
        expect(bytes).toBeInstanceOf(Uint8Array)
        expect([...(bytes instanceof Uint8Array ? bytes : [])]).toEqual([0, 255])
      })

      test('go in as columns of arrays, as the writer sends its batches', async () => {
        const at = new Date('2026-01-02T03:04:05.678Z')
        const rows = await database.query<{ b: Uint8Array }>(
          `SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::jsonb[], $5::bytea[], $6::timestamptz[], $7::boolean[]) AS t (i, n, s, j, b, at, y)`,
          [[id, id], [1, 9007199254740991], ['a"b\\c,{}', null], [JSON.stringify({ q: '"\\' }), null],
            [new Uint8Array([0, 92, 255]), null], [at, null], [true, false]],
        )
        expect(rows.map((row) => ({ ...row, b: row.b && [...row.b] }))).toEqual([
          { i: id, n: 1, s: 'a"b\\c,{}', j: { q: '"\\' }, b: [0, 92, 255], at, y: true },
          { i: id, n: 9007199254740991, s: null, j: null, b: null, at: null, y: false },
        ])
      })

      test('go in as bytes, documents, dates and nothing', async () => {
        const [row] = await database.query<{ b: Uint8Array }>('SELECT $1::bytea AS b, $2::jsonb AS j, $3::timestamptz AS at, $4::text AS t',
          [new Uint8Array([1, 0]), JSON.stringify(['ä', null]), new Date(5), undefined], 'values-in')
        expect({ ...row, b: [...(row?.b ?? [])] }).toEqual({ b: [1, 0], j: ['ä', null], at: new Date(5), t: null })
      })

      test('keep text whole, whatever is in it', async () => {
        const text = `'; DROP TABLE notes; -- \u{1F600} \\ $1 %s\n\t`
        await database.query('INSERT INTO notes (id, text) VALUES (1, $1)', [text])
        expect(await texts()).toEqual([text])
      })
    })

    test('runs a named statement again and again', async () => {
      for (const n of [1, 2, 3]) {
        expect(await database.query('SELECT $1::int + 1 AS n', [n], 'add-one')).toEqual([{ n: n + 1 }])
      }
    })

    describe('a transaction', () => {
      test('commits when its work resolves and returns its result', async () => {
        const result = await database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          return 7
        })
        expect(result).toBe(7)
        expect(await texts()).toEqual(['a'])
      })

      test('rolls back when its work throws, and passes the error on', async () => {
        const cause = new Error('no')
        await expect(database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          throw cause
        })).rejects.toBe(cause)
        expect(await texts()).toEqual([])
      })

      test('rolls back when a statement fails, with the code of PostgreSQL', async () => {
        await expect(database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'b')`)
        })).rejects.toMatchObject({ code: '23505' })
        expect(await texts()).toEqual([])
      })

      test('refuses to commit after a failed statement, even if its error was swallowed', async () => {
        await expect(database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          await tx.query('SELECT 1 / 0').catch(() => {})
        })).rejects.toThrow('unable to commit')
        expect(await texts()).toEqual([])
      })

      test('commits after a failed statement that a savepoint undid', async () => {
        await database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          await tx.query('SAVEPOINT here')
          await tx.query('SELECT 1 / 0').catch(() => {})
          await tx.query('ROLLBACK TO SAVEPOINT here')
        })
        expect(await texts()).toEqual(['a'])
      })

      test('reports a COMMIT that the server refused as what it is, not as unknown', async () => {
        const refused = database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'same'), (2, 'same')`)
        })
        await expect(refused).rejects.toMatchObject({ code: '23505' })
        await expect(refused).rejects.not.toBeInstanceOf(CommitUnknownError)
        expect(await texts()).toEqual([])
      })

      test('runs in their order what is asked at once, by names that are new to the connection, too', async () => {
        const counts = await database.transaction((tx) => Promise.all([1, 2, 3].map(async (n) => {
          const inserted = tx.query('INSERT INTO notes (id, text) VALUES ($1, $2)', [n, `n${n}`], 'at-once-insert')
          const [row] = await tx.query<{ n: number }>('SELECT count(*) AS n FROM notes', [], 'at-once-count')
          await inserted
          return row?.n
        })))
        expect(counts).toEqual([1, 2, 3])
      })

      test('commits what it asked for and did not wait for', async () => {
        const { inserted } = await database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          return { inserted: tx.query<{ id: number }>(`INSERT INTO notes (id, text) VALUES (2, 'b') RETURNING id`) }
        })
        expect(await inserted).toEqual([{ id: 2 }])
        expect(await texts()).toEqual(['a', 'b'])
      })

      test('fails with the error of what it did not wait for', async () => {
        const failed = database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`)
          tx.query('SELECT 1 / 0').catch(() => {})
          tx.query(`INSERT INTO notes (id, text) VALUES (2, 'b')`).catch(() => {})
        })
        await expect(failed).rejects.toMatchObject({ code: '22012' })
        expect(await texts()).toEqual([])
      })

      test('fails with what failed first of what was asked at once, and the connection goes on', async () => {
        for (const name of ['never-parsed', 'never-parsed']) {
          await expect(database.transaction((tx) => Promise.all([
            tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`), tx.query('SELECT 1 / 0'), tx.query('SELECT $1::int AS n', [1], name),
          ]))).rejects.toMatchObject({ code: '22012' })
        }
        expect(await database.transaction((tx) => tx.query('SELECT $1::int AS n', [1], 'never-parsed'))).toEqual([{ n: 1 }])
        expect(await texts()).toEqual([])
      })

      test('takes nothing any more from whoever goes on after it failed', async () => {
        const goingOn = Promise.withResolvers<unknown>()
        await expect(database.transaction((tx) => Promise.all([
          tx.query(`INSERT INTO notes (id, text) VALUES (1, 'a')`).finally(() => {
            setTimeout(() => goingOn.resolve(tx.query(`INSERT INTO notes (id, text) VALUES (2, 'late')`)), 5)
          }),
          tx.query('SELECT 1 / 0'),
        ]))).rejects.toMatchObject({ code: '22012' })
        await expect(goingOn.promise).rejects.toThrow('the transaction has ended')
        expect(await texts()).toEqual([])
      })

      test('holds nothing of a query that runs beside it', async () => {
        const opened = Promise.withResolvers<void>()
        const running = database.transaction(async (tx) => {
          await tx.query(`INSERT INTO notes (id, text) VALUES (1, 'inside')`)
          opened.resolve()
          await tx.query('SELECT pg_sleep(0.02)')
          throw new Error('rolled back')
        }).catch(() => {})
        await opened.promise
        await Promise.all([running, database.query(`INSERT INTO notes (id, text) VALUES (2, 'beside')`)])
        expect(await texts()).toEqual(['beside'])
      })

      test('refuses SQL that does not go through it, instead of hanging', async () => {
        await expect(database.transaction(() => database.query('SELECT 1'))).rejects.toThrow('outside of the running transaction')
        await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toThrow('outside of the running transaction')
      })

      test('is over for what it started and did not wait for', async () => {
        const later = await database.transaction(async () => ({ query: new Promise((resolve) => { setTimeout(() => resolve(database.query('SELECT 1 AS n')), 5) }) }))
        expect(await later.query).toEqual([{ n: 1 }])
      })

      test('leaves the connection usable for fifty others at once', async () => {
        await Promise.allSettled(Array.from({ length: 50 }, (_, n) => database.transaction(async (tx) => {
          await tx.query('INSERT INTO notes (id, text) VALUES ($1, $2)', [n, `t${n}`])
          if (n % 2) throw new Error('odd')
        })))
        expect(await texts()).toHaveLength(25)
      })

      test('sees in its second statement what was committed since the first', async () => {
        expect(await database.transaction((tx) => tx.query('SHOW transaction_isolation'))).toEqual([{ transaction_isolation: 'read committed' }])
      })
    })

    describe('MikroORM', () => {
      test('reads and writes the same rows', async () => {
        const em = database.orm.em.fork()
        const writtenAt = new Date('2026-01-02T03:04:05.678Z')
        em.create(Note, { id: 5, text: 'by the orm', custom: { a: 1 }, writtenAt })
        await em.flush()
        expect(await database.query('SELECT id, text, custom, written_at FROM notes')).toEqual([{ id: 5, text: 'by the orm', custom: { a: 1 }, written_at: writtenAt }])
        expect(await database.orm.em.fork().findOneOrFail(Note, { id: 5 })).toMatchObject({ id: 5, text: 'by the orm', custom: { a: 1 }, writtenAt })
      })

      test('rolls back alone, beside queries of its own and plain ones', async () => {
        const opened = Promise.withResolvers<void>()
        const running = database.orm.em.fork().transactional(async (em) => {
          em.create(Note, { id: 1, text: 'inside', custom: null, writtenAt: new Date() })
          await em.flush()
          opened.resolve()
          await em.getConnection().execute('SELECT pg_sleep(0.02)', [], 'all', em.getTransactionContext())
          throw new Error('rolled back')
        }).catch(() => {})
        await opened.promise
        const other = database.orm.em.fork()
        other.create(Note, { id: 2, text: 'beside', custom: null, writtenAt: new Date() })
        await Promise.all([running, other.flush(), database.query(`INSERT INTO notes (id, text) VALUES (3, 'plain')`)])
        expect(await texts()).toEqual(['beside', 'plain'])
      })
    })

    test('has applied every migration, and applies none twice', async () => {
      expect(await database.pendingMigrations()).toEqual([])
      await Promise.all([database.migrate(), database.migrate()])
      expect(await database.query('SELECT name FROM mikro_orm_migrations')).toEqual([{ name: '0001-first' }])
    })

    test('keeps its lineage over migrations, short and safe in a frame', async () => {
      const { lineage } = database
      await database.migrate()
      expect(database.lineage).toBe(lineage)
      expect(lineage).toMatch(/^[\w-]{22}$/)
    })
  })
}
