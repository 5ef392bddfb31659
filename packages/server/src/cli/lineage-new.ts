import { startLineage } from '../adapters/lineage.ts'
import type { Database } from '../platform/database.ts'
import { type CliCommand, dataDirOption } from './command.ts'
import { withCurrentDatabase } from './with-database.ts'

export const lineageNewCommand: CliCommand = {
  name: 'lineage new',
  summary: 'say that a backup was restored: every client starts anew',
  details: `After the restore and before the first start. Clients then drop what they have of a history that the database no longer knows, keep
what they have not sent yet, and show nothing twice. A restore into another PostgreSQL needs it too when clients may have seen
more than the backup holds. Nodes that run are found by their connections, and notice the new lineage within one heartbeat.`,
  options: { force: { about: 'also while nodes run: their sockets are closed and come back' }, ...dataDirOption },
  whileRunning: 'Stop the server first.',
  run: async (call) => {
    const config = call.config()
    await withCurrentDatabase({ ...config, poolSize: 1 }, 'begin a lineage', async (database) => {
      const nodes = await connectionsOfNodes(database)
      if (nodes > 0 && !call.options['force']) {
        throw new Error(`unable to begin a lineage; ${nodes} connections of running nodes are open. Stop the nodes, or say --force`)
      }
      await startLineage(database)
    })
    call.print('The database has a new lineage.')
  },
}

/** The embedded database has no others: it belongs to one process. */
async function connectionsOfNodes(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'palaver%' AND pid <> pg_backend_pid()`,
  )
  return row?.count ?? 0
}
