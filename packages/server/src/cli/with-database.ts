import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../adapters/open-database.ts'
import type { Config } from '../config.ts'
import { entities } from '../features/index.ts'
import type { Database } from '../platform/database.ts'

/** Whether the embedded database was ever made. PostgreSQL is always there, or refuses. */
export async function hasDatabase(config: Config): Promise<boolean> {
  if (config.databaseUrl !== undefined) return true
  return access(join(config.dataDir, 'pglite')).then(() => true, () => false)
}

/** Opens the configured database as it is, migrates nothing, closes it after `work`. @throws {DataFolderInUseError} */
export async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir, poolSize } = config
  const database = await openDatabase({ ...(databaseUrl === undefined ? { dataDir } : { databaseUrl }), poolSize, entities })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** The same for commands that read: refuses a database that is not there or not up to date. `what` is what they cannot do then. */
export async function withCurrentDatabase<T>(config: Config, what: string, work: (database: Database) => Promise<T>): Promise<T> {
  if (!(await hasDatabase(config))) {
    throw new Error(`unable to ${what}; there is no database in ${config.dataDir}. Start the server once, or set PALAVER_DATA_DIR or DATABASE_URL`)
  }
  return withDatabase(config, async (database) => {
    const pending = await database.pendingMigrations()
    if (pending.length > 0) throw new Error(`unable to ${what}; migrations were not applied: ${pending.join(', ')}. Run palaver migrate`)
    return work(database)
  })
}
