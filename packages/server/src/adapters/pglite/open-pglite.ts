import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { EntitySchema } from '@mikro-orm/core'
import { lockDataFolder } from './folder-lock.ts'
import { createPgliteDatabase, type PgliteDatabase } from './pglite-database.ts'

export interface PgliteConfig {
  /** The data folder, made when it is not there: the database goes into `pglite` in it. `memory://` keeps it in memory. */
  readonly dataDir: string
  readonly entities: readonly EntitySchema[]
  /** A dump (`dumpDataDir`) to begin from: only for a database that is not there yet. */
  readonly loadDataDir?: Blob
}

/**
 * Opens the embedded database and holds the lock of its folder until it is closed.
 * @throws {DataFolderInUseError} when another process has the folder.
 */
export async function openPglite(config: PgliteConfig): Promise<PgliteDatabase> {
  const inMemory = config.dataDir.startsWith('memory://')
  const lock = inMemory ? undefined : await lockDataFolder(config.dataDir)
  try {
    const pglite = await startPglite(inMemory ? config.dataDir : join(config.dataDir, 'pglite'), config.loadDataDir)
    return await createPgliteDatabase(pglite, { entities: config.entities, onClosed: () => lock?.release() })
  } catch (error) {
    lock?.release()
    throw error
  }
}

function startPglite(dataDir: string, loadDataDir: Blob | undefined): Promise<PGlite> {
  const options: PGliteOptions = { dataDir, extensions: { pg_trgm } }
  return PGlite.create(loadDataDir ? { ...options, loadDataDir } : options)
}
