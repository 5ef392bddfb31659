import { runServer } from '../run-server.ts'
import { type CliCommand, dataDirOption } from './command.ts'

export const startCommand: CliCommand = {
  name: 'start',
  summary: 'start the server',
  details: `Embedded, with its data in the data folder, unless DATABASE_URL names a PostgreSQL. Migrations are applied at the start, on
PostgreSQL with PALAVER_MIGRATE=true. SIGINT and SIGTERM drain and stop it.

With DATABASE_URL and REDIS_URL any number of nodes run side by side, and may share the work: a gateway has the doors, a worker runs jobs,
timers, schedules and the relay and answers only /health and /metrics. At least one node must be a worker or do all.`,
  options: {
    host: { value: 'address', about: 'where to listen, in place of HOST (127.0.0.1)' },
    port: { value: 'number', about: 'in place of PORT (3000)' },
    role: { value: 'role', about: 'all, gateway or worker, in place of PALAVER_ROLE (all)' },
    ...dataDirOption,
  },
  run: async (call) => runServer(call.config()),
}
