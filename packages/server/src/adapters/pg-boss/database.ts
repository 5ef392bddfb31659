import type { ConstructorOptions, Db } from 'pg-boss'
import type { Database } from '../../platform/database.ts'
import { PgliteDatabase } from '../pglite/pglite-database.ts'

/** How pg-boss reaches the database. On PGlite it shares the one connection; on PostgreSQL it has a small pool beside ours. */
export function connection(database: Database, databaseUrl: string | undefined): ConstructorOptions {
  if (database instanceof PgliteDatabase) return { db: onPglite(database), backend: 'pglite' }
  if (databaseUrl === undefined) throw new Error('unable to start the job queue; the address of PostgreSQL is not given')
  return { connectionString: databaseUrl, max: 3, application_name: 'palaver-jobs' }
}

/**
 * In place of pg-boss's own `fromPglite`, which rolls a failed script back in a second step: between the two the writer could meet
 * an aborted transaction. This one also refuses to queue a job inside a transaction, where it would wait for ever.
 */
function onPglite(database: PgliteDatabase): Db {
  return {
    async executeSql(text, values) {
      if (values?.length) return { rows: await database.query(text, values) }
      return { rows: (await database.script(text)).flat() }
    },
    async listen(channel, onNotification, onReconnect) {
      const end = await database.listen(channel, onNotification)
      onReconnect()
      return { close: end }
    },
  }
}
