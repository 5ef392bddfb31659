import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/adapters/open-database.ts'
import type { Database } from '../../src/platform/database.ts'
import { CommitUnknownError } from '../../src/platform/sql.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import { createPostgresUrl } from '../support/databases.ts'
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts'

/** As it travels; the text alone is in READ COMMITTED too. */
const commit = 'COMMIT\0'

describe('a connection that breaks', () => {
  let proxy: CuttingProxy
  let database: Database
  let direct: Database
  const values = async (): Promise<unknown[]> => (await direct.query<{ value: string }>(`SELECT value FROM settings WHERE key = 'cut'`)).map((row) => row.value)
  const write = (value: string): Promise<unknown> => database.transaction((tx) =>
    tx.query(`INSERT INTO settings (key, value) VALUES ('cut', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, [value]))

  beforeAll(async () => {
    const url = await createPostgresUrl()
    proxy = await startCuttingProxy(url)
    direct = await openDatabase({ databaseUrl: url })
    database = await openDatabase({ databaseUrl: proxy.url, poolSize: 1 })
    await write('first')
  })
  afterAll(async () => {
    await database.close()
    await direct.close()
    await proxy.close()
  })

  test('before COMMIT reached the server leaves the outcome unknown, and nothing is there', async () => {
    proxy.cutAt(commit, 'before')
    await expect(write('lost')).rejects.toBeInstanceOf(CommitUnknownError)
    await expect.poll(values).toEqual(['first'])
  })

  test('after COMMIT reached the server leaves the outcome unknown, and all is there', async () => {
    proxy.cutAt(commit, 'after')
    await expect(write('committed')).rejects.toBeInstanceOf(CommitUnknownError)
    expect(await values()).toEqual(['committed'])
  })

  test('before COMMIT was tried is a plain failure', async () => {
    proxy.cutAt('ON CONFLICT', 'before')
    const refused = write('never')
    await expect(refused).rejects.toThrow()
    await expect(refused).rejects.not.toBeInstanceOf(CommitUnknownError)
    expect(await values()).toEqual(['committed'])
  })

  test('is replaced by a new one for the next caller', async () => {
    await write('again')
    expect(await values()).toEqual(['again'])
  })
})

describe('a server of its own', () => {
  let server: PostgresServer
  beforeAll(async () => { server = await startPostgres() })
  afterAll(() => server.stop())

  test('is migrated once by five nodes that start at once', async () => {
    const databaseUrl = await server.createDatabase()
    const nodes = await Promise.all(Array.from({ length: 5 }, () => openDatabase({ databaseUrl, poolSize: 1 })))
    await Promise.all(nodes.map((node) => node.migrate()))
    expect(new Set(nodes.map((node) => node.lineage)).size).toBe(1)
    expect(await nodes[0]?.query('SELECT name FROM mikro_orm_migrations')).toEqual([{ name: '0001-first' }])
    await Promise.all(nodes.map((node) => node.close()))
  })

  test('gives every database a lineage of its own', async () => {
    const [a, b] = await Promise.all([server.createDatabase(), server.createDatabase()].map(async (url) => openDatabase({ databaseUrl: await url })))
    expect(() => a?.lineage).toThrow('not migrated')
    await Promise.all([a?.migrate(), b?.migrate()])
    expect(a?.lineage).not.toBe(b?.lineage)
    await Promise.all([a?.close(), b?.close()])
  })

  test.each(['crash', 'tidy'] as const)('comes back after a %s restart, with the lineage it had, for the same pool', async (how) => {
    const lost: Error[] = []
    const database = await openDatabase({ databaseUrl: await server.createDatabase(), onConnectionLost: (error) => lost.push(error) })
    await database.migrate()
    await Promise.all([database.query('SELECT pg_sleep(0.05)'), database.query('SELECT pg_sleep(0.05)')])
    const interrupted = database.transaction((tx) => tx.query('SELECT pg_sleep(30)')).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await server.restart(how)
    expect(await interrupted).toBeInstanceOf(Error)
    const { lineage } = database
    await expect.poll(() => database.query('SELECT 1 AS n').catch(() => 'down')).toEqual([{ n: 1 }])
    await database.migrate()
    expect(database.lineage).toBe(lineage)
    expect(lost.length).toBeGreaterThan(0)
    await database.close()
  })

  test('compiles no statement, and starts no workers for one, on any connection', async () => {
    const database = await openDatabase({ databaseUrl: await server.createDatabase(), poolSize: 3 })
    const settings = () => database.query(`SELECT current_setting('jit') AS jit, current_setting('max_parallel_workers_per_gather') AS workers, pg_sleep(0.01)`)
    for (const [row] of await Promise.all(Array.from({ length: 6 }, settings))) expect(row).toMatchObject({ jit: 'off', workers: '0' })
    await database.close()
  })

  test('never has more connections of a node than its pool may hold', async () => {
    const database = await openDatabase({ databaseUrl: await server.createDatabase(), poolSize: 3 })
    const rows = await Promise.all(Array.from({ length: 20 }, () => database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_sleep(0.01)')))
    expect(new Set(rows.map(([row]) => row?.pid)).size).toBe(3)
    await database.close()
    await database.close()
  })

  test('compiles no statement: all are look-ups, whatever the planner thinks of large tables', async () => {
    const database = await openDatabase({ databaseUrl: await server.createDatabase() })
    expect(await database.query('SHOW jit')).toEqual([{ jit: 'off' }])
    await database.close()
  })

  test('waits for each commit to be written', async () => {
    const database = await openDatabase({ databaseUrl: await server.createDatabase() })
    expect(await database.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
    await database.close()
  })

  test('that cannot be reached fails at once, not at the first query', async () => {
    await expect(openDatabase({ databaseUrl: 'postgres://postgres@127.0.0.1:1/none' })).rejects.toThrow('ECONNREFUSED')
  })
})
