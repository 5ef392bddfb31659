import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { PgliteThread } from '../../src/adapters/pglite/pglite-thread.ts'
import { syncedFolder } from '../../src/adapters/pglite/synced-folder.ts'
import { CommitUnknownError } from '../../src/platform/sql.ts'

const script = fileURLToPath(new URL('../support/acknowledging-writer.ts', import.meta.url))

function startWriter(folder: string) {
  const child = spawn(process.execPath, ['--conditions=source', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString() })
  return {
    child,
    /** Numbers whose whole line has arrived. */
    acknowledged: () => output.split('\n').slice(0, -1),
    kill: async () => {
      const gone = once(child, 'close')
      child.kill('SIGKILL')
      await gone
    },
  }
}

describe('the embedded database on disk', () => {
  let folder: string
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'palaver-pglite-')) })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('keeps every acknowledged row over kill -9, and its lineage; refuses a second process meanwhile', async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const writer = startWriter(folder)
      const before = acknowledged.length
      await expect.poll(() => writer.acknowledged().length, { timeout: 90_000, interval: 20 }).toBeGreaterThan(20 + round * 7)
      if (round === 0) {
        const second = startWriter(folder)
        await once(second.child, 'close')
        expect(second.acknowledged()).toEqual(['refused'])
      }
      await writer.kill()
      acknowledged.push(...writer.acknowledged())
      expect(acknowledged.length).toBeGreaterThan(before)
    }
    const database = await openDatabase({ dataDir: folder })
    expect(await database.pendingMigrations()).toEqual([])
    const rows = await database.query<{ n: number }>('SELECT n FROM numbers ORDER BY n')
    const present = new Set(rows.map((row) => String(row.n)))
    expect(acknowledged.filter((n) => !present.has(n))).toEqual([])
    await database.migrate()
    const { lineage } = database
    await database.close()
    const again = await openDatabase({ dataDir: folder })
    await again.migrate()
    expect(again.lineage).toBe(lineage)
    await again.close()
  }, 300_000)

  test('has each commit on the disk before it is acknowledged', async () => {
    const synced = vi.spyOn(fs, 'fsyncSync')
    const pglite = await PGlite.create(syncedFolder(join(folder, 'pglite')))
    await pglite.exec('CREATE TABLE synced (n int)')
    for (let n = 0; n < 5; n++) {
      synced.mockClear()
      await pglite.transaction((tx) => tx.query('INSERT INTO synced VALUES ($1)', [n]))
      expect(synced).toHaveBeenCalled()
    }
    await pglite.close()
    synced.mockRestore()
  })

  test('takes the folder again after it was closed, and closes twice', async () => {
    for (let round = 0; round < 2; round++) {
      const database = await openDatabase({ dataDir: folder })
      await database.migrate()
      await Promise.all([database.close(), database.close()])
      await expect(database.query('SELECT 1')).rejects.toThrow()
    }
  })
})

describe('the thread of the embedded database', () => {
  let thread: PgliteThread
  beforeAll(async () => {
    thread = new PgliteThread({ dataDir: 'memory://' })
    await thread.waitReady
  })
  afterAll(() => thread.close())

  test('leaves the main thread free while a statement takes its time', async () => {
    let ticks = 0
    const timer = setInterval(() => { ticks++ }, 5)
    await thread.query('SELECT count(*) FROM generate_series(1, 2000000)')
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(10)
  })

  test('says what PostgreSQL said: code, constraint, detail', async () => {
    await thread.exec('CREATE TABLE t (n int CONSTRAINT only_once PRIMARY KEY)')
    await thread.query('INSERT INTO t VALUES (1)')
    await expect(thread.query('INSERT INTO t VALUES ($1)', [1])).rejects.toMatchObject({
      code: '23505', constraint: 'only_once', detail: 'Key (n)=(1) already exists.', severity: 'ERROR', table: 't',
    })
  })

  test('sends small bytes without the pool that they lie in, and takes them back whole', async () => {
    const { rows } = await thread.query('SELECT $1::bytea AS one, $2::bytea[] AS many', [Buffer.from('ab'), [Buffer.from('c'), new Uint8Array([1])]])
    expect(rows).toEqual([{ one: new Uint8Array([97, 98]), many: [new Uint8Array([99]), new Uint8Array([1])] }])
  })

  test('tells every listener of a channel, until it ends', async () => {
    const heard: string[] = []
    const endFirst = await thread.listen('news', (payload) => heard.push(`a:${payload}`))
    await thread.listen('news', (payload) => heard.push(`b:${payload}`))
    await thread.query(`SELECT pg_notify('news', '1')`)
    await expect.poll(() => heard).toEqual(['a:1', 'b:1'])
    await endFirst()
    await thread.query(`SELECT pg_notify('news', '2')`)
    await expect.poll(() => heard).toEqual(['a:1', 'b:1', 'b:2'])
  })

  test('that cannot open its folder fails at once', async () => {
    const lost = new PgliteThread({ dataDir: '/dev/null/nowhere' })
    await expect(lost.waitReady).rejects.toThrow()
    expect(lost.ready).toBe(false)
  })

  test('fails what waits for it when it dies: a COMMIT as unknown, the rest plainly', async () => {
    await thread.exec('CREATE TABLE slow_commits (n int)')
    // Deferred triggers run inside COMMIT: this one keeps it busy while the thread is ended.
    await thread.exec(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN NULL; END'`)
    await thread.exec('CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON slow_commits DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()')
    const committing = thread.transaction((tx) => tx.query('INSERT INTO slow_commits VALUES (1)'))
    const waiting = thread.query('SELECT 1')
    const outcomes = Promise.allSettled([committing, waiting])
    await new Promise((resolve) => { setTimeout(resolve, 300) })
    await thread.kill()
    const [commit, query] = await outcomes
    expect(commit).toMatchObject({ status: 'rejected', reason: expect.any(CommitUnknownError) })
    expect(query).toMatchObject({ status: 'rejected', reason: expect.objectContaining({ message: expect.stringContaining('thread has ended') }) })
    await expect(thread.query('SELECT 1')).rejects.toThrow('thread has ended')
  })
})
