// A process of its own that keeps PostgreSQL for a test run: vitest's worker processes come and go while it must stay.
import { openDatabase } from '../../src/adapters/open-database.ts'
import { startPostgres } from './postgres-server.ts'
import type { SharedPostgres } from './shared-postgres.ts'

const owner = Number(process.argv[2])
const server = await startPostgres()
const url = await server.createDatabase()
const database = await openDatabase({ databaseUrl: url })
await database.migrate()
// Copies are histories of their own.
await database.query(`DELETE FROM settings WHERE key = 'lineage'`)
await database.close()

const stop = (): void => { void server.stop().then(() => process.exit(0)) }
process.once('SIGTERM', stop)
setInterval(() => {
  try {
    process.kill(owner, 0)
  } catch {
    stop()
  }
}, 1000)

const shared: SharedPostgres = { url: server.url, template: new URL(url).pathname.slice(1), keeperPid: process.pid }
process.stdout.write(JSON.stringify(shared))
