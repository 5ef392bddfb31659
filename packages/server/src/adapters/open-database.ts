import type { Database, DatabaseConfig } from '../platform/database.ts'
import { openPglite } from './pglite/open-pglite.ts'
import { openPostgres } from './postgres/postgres-database.ts'

/**
 * Opens PostgreSQL when its address is given, otherwise the embedded database. Applies no migration.
 * @throws {DataFolderInUseError} when another process has the data folder.
 * @throws {Error} when neither an address nor a folder is given, or the server cannot be reached.
 */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const entities = config.entities ?? []
  if (config.databaseUrl !== undefined) {
    return openPostgres({
      databaseUrl: config.databaseUrl,
      poolSize: config.poolSize ?? 10,
      entities,
      onConnectionLost: config.onConnectionLost ?? (() => {}),
    })
  }
  if (config.dataDir === undefined) throw new Error('unable to open a database; neither DATABASE_URL nor a data folder is given')
  return openPglite({ dataDir: config.dataDir, entities, ...(config.onConnectionLost && { onConnectionLost: config.onConnectionLost }) })
}
