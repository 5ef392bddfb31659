import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { EntitySchema } from '@mikro-orm/core'
import { createPgliteDatabase, type PgliteDatabase } from './pglite-database.ts'

export interface PgliteConfig {
  /** A folder, made when it is not there, or `memory://`. */
  readonly dataDir: string
  readonly entities: readonly EntitySchema[]
  /** A dump (`dumpDataDir`) to begin from: only for a database that is not there yet. */
  readonly loadDataDir?: Blob
}

/** Opens the embedded database. The caller holds the lock of its folder: two processes in one folder would corrupt it. */
export async function openPglite(config: PgliteConfig): Promise<PgliteDatabase> {
  const options: PGliteOptions = { dataDir: config.dataDir, extensions: { pg_trgm } }
  const pglite = await PGlite.create(config.loadDataDir ? { ...options, loadDataDir: config.loadDataDir } : options)
  return createPgliteDatabase(pglite, config.entities)
}
