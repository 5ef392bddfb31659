import { type CliCommand, dataDirOption } from './command.ts'
import { hasDatabase, withDatabase } from './with-database.ts'

export const migrateCommand: CliCommand = {
  name: 'migrate',
  summary: 'apply the migrations that are pending',
  details: 'Any number of these may run at once, beside running servers, on PostgreSQL.',
  options: { check: { about: 'apply nothing; exit with 1 when some are pending' }, ...dataDirOption },
  whileRunning: 'The server that runs there has applied its migrations at its start.',
  run: async (call) => {
    const config = call.config()
    if (call.options['check'] && !(await hasDatabase(config))) {
      call.print(`There is no database in ${config.dataDir} yet.`)
      return 1
    }
    return withDatabase(config, async (database) => {
      const pending = await database.pendingMigrations()
      if (!call.options['check']) await database.migrate()
      const [one, none] = call.options['check'] ? ['pending', 'Nothing is pending.'] : ['applied', 'Nothing was pending.']
      for (const name of pending) call.print(`${one}  ${name}`)
      if (pending.length === 0) call.print(none)
      return call.options['check'] && pending.length > 0 ? 1 : 0
    })
  },
}
