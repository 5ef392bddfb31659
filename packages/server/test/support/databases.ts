import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EntitySchema } from '@mikro-orm/core'
import { inject } from 'vitest'
import { openPglite } from '../../src/adapters/pglite/open-pglite.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import type { Database } from '../../src/platform/database.ts'
import { oncePerRun } from './once-per-run.ts'
import { databaseUrl, maintain } from './postgres-server.ts'
import { sharedPostgres } from './shared-postgres.ts'

/** Both ways of storage, for `describe.each(dialects)`. */
export const dialects = ['pglite', 'postgres'] as const

export interface TestDatabaseOptions {
  readonly entities?: readonly EntitySchema[]
  readonly poolSize?: number
}

/** A fresh database with every migration applied; the caller closes it. PGlite in memory, or a database of the run's real PostgreSQL. */
export async function createTestDatabase(dialect: 'pglite' | 'postgres', options: TestDatabaseOptions = {}): Promise<Database> {
  const database = dialect === 'pglite' ? await fromSnapshot(options) : await openDatabase({ ...options, databaseUrl: await createPostgresUrl() })
  await database.migrate()
  return database
}

/** The address of a fresh database, with every migration applied, of the run's real PostgreSQL. */
export async function createPostgresUrl(): Promise<string> {
  const { url, template } = await sharedPostgres(inject('palaverRun'))
  const name = `test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`
  await maintain(url, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  return databaseUrl(url, name)
}

let snapshot: Promise<Blob> | undefined
let compiled: Promise<WebAssembly.Module> | undefined

async function fromSnapshot({ entities = [] }: TestDatabaseOptions): Promise<Database> {
  // Held, so that V8 keeps what it has optimised of it for the next database of this process: half of what a start costs.
  compiled ??= readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))).then((bytes) => WebAssembly.compile(bytes))
  await compiled
  snapshot ??= readSnapshot(inject('palaverRun').folder)
  return openPglite({ dataDir: 'memory://', entities, loadDataDir: await snapshot })
}

async function readSnapshot(folder: string): Promise<Blob> {
  const file = await oncePerRun(folder, 'pglite', async () => {
    const database = await openPglite({ dataDir: 'memory://', entities: [] })
    await database.migrate()
    // Copies are histories of their own.
    await database.query(`DELETE FROM settings WHERE key = 'lineage'`)
    const dump = await database.pglite.dumpDataDir()
    await database.close()
    const path = join(folder, 'pglite.tar')
    await writeFile(path, new Uint8Array(await dump.arrayBuffer()))
    return path
  })
  return new Blob([await readFile(file)])
}
