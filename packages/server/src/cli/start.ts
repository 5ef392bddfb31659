import { runServer } from '../run-server.ts'
import { type CliCommand, dataDirOption } from './command.ts'

export const startCommand: CliCommand = {
  name: 'start',
  summary: 'start the server',
  details: `Embedded, with its data in the data folder, unless DATABASE_URL names a PostgreSQL. Migrations are applied at the start, on
PostgreSQL with PALAVER_MIGRATE=true. SIGINT and SIGTERM drain and stop it.`,
  options: {
    host: { value: 'address', about: 'where to listen, in place of HOST (127.0.0.1)' },
    port: { value: 'number', about: 'in place of PORT (3000)' },
    ...dataDirOption,
  },
  run: async (call) => runServer(call.config()),
}
