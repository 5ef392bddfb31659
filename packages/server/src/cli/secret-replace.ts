import { systemRuntime } from '../adapters/system-runtime.ts'
import { replaceSecret } from '../adapters/tokens/shared-secret.ts'
import { type CliCommand, dataDirOption } from './command.ts'
import { withCurrentDatabase } from './with-database.ts'

export const secretReplaceCommand: CliCommand = {
  name: 'secret replace',
  summary: 'make another secret the one of all nodes',
  details: `On PostgreSQL. The secret is PALAVER_SECRET; without it a new one is made and kept in the database. Access tokens and codes by mail
that were given out before are void from then on; clients get new tokens with their refresh token. Nodes that run go on with the
old secret, so stop them before and start them with the new one.`,
  options: { ...dataDirOption },
  run: async (call) => {
    const config = call.config()
    if (config.databaseUrl === undefined) throw new Error(`unable to replace the secret; the embedded database has its own in ${config.dataDir}/secrets: stop the server and remove that file`)
    await withCurrentDatabase(config, 'replace the secret', (database) => replaceSecret(database, config.secret, systemRuntime))
    call.print(config.secret ? 'Replaced by PALAVER_SECRET.' : 'Replaced by a new one, kept in the database.')
  },
}
