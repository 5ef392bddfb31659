import { DataFolderInUseError } from '../../adapters/pglite/folder-lock.ts'
import { readKnownSecret, requireSame } from '../../adapters/tokens/shared-secret.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../platform/database.ts'
import { hasDatabase, withDatabase } from '../with-database.ts'
import { compareClocks } from './check-clock.ts'
import { checkConnections, checkRights } from './check-postgres.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const oldestPostgres = 150_000

/** Everything that needs the database open: the lock, its version, rights, migrations, the secret, the clock. `now` is this machine's. */
export async function checkDatabase(config: Config, now: () => number = Date.now): Promise<readonly Finding[]> {
  if (!(await hasDatabase(config))) return [ok('database', 'is not there yet; the first start makes it')]
  try {
    return await withDatabase(config, async (database) => {
      const version = await checkVersion(database)
      if (database.dialect === 'pglite') return [ok('lock', 'is free: no server runs on the data folder'), version, ...(await checkSchema(database, config, now))]
      const [rights, connections] = [await checkRights(database, config), await checkConnections(database, config)]
      // Without rights even the question after migrations is refused.
      const rest = [version, rights].some(({ state }) => state === 'fail') ? [] : await checkSchema(database, config, now)
      return [version, rights, connections, ...rest]
    })
  } catch (error) {
    if (error instanceof DataFolderInUseError) return [warn('lock', `${error.message}; the database is not looked into while it runs`)]
    return [fail('database', `cannot be used; is it running, and is DATABASE_URL right? (${reasonOf(error)})`)]
  }
}

/** A connection that all addresses of a host refused has its reasons one level down. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

async function checkVersion(database: Database): Promise<Finding> {
  const [row] = await database.query<{ number: string; name: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name`,
  )
  const text = `${database.dialect === 'pglite' ? 'embedded (PGlite)' : 'PostgreSQL'} ${row?.name}`
  return Number(row?.number) >= oldestPostgres ? ok('database', text) : fail('database', `${text} is too old; PostgreSQL 15 or newer is needed`)
}

async function checkSchema(database: Database, config: Config, now: () => number): Promise<readonly Finding[]> {
  const pending = await database.pendingMigrations()
  if (pending.length > 0) return [warn('migrations', `pending: ${pending.join(', ')}; run palaver migrate`)]
  const secret = database.dialect === 'pglite' ? [] : [await checkSharedSecret(database, config)]
  return [ok('migrations', 'all applied'), ...secret, await checkClock(database, now)]
}

async function checkSharedSecret(database: Database, { secret }: Config): Promise<Finding> {
  const known = await readKnownSecret(database)
  if (known.fingerprint === undefined) {
    return secret ? ok('secret', 'from PALAVER_SECRET') : warn('secret', 'none is set; the first start makes one and keeps it in the database, whose readers could make tokens')
  }
  try {
    requireSame(known, secret)
  } catch (error) {
    return fail('secret', reasonOf(error))
  }
  return secret ? ok('secret', 'from PALAVER_SECRET, that of all nodes') : warn('secret', 'is kept in the database, whose readers could make tokens; set PALAVER_SECRET on every node, then run palaver secret replace')
}

/** Tokens run out by this machine's clock, messages carry the database's. */
async function checkClock(database: Database, now: () => number): Promise<Finding> {
  const before = now()
  const [row] = await database.query<{ now: Date; newest: Date | null }>('SELECT clock_timestamp() AS now, (SELECT max(activity_at) FROM conversations) AS newest')
  const after = now()
  const ahead = Math.round(((row?.newest?.getTime() ?? 0) - after) / 1000)
  const clock = compareClocks("the database's", { theirs: row?.now.getTime() ?? 0, before, after })
  if (clock.state === 'ok' && ahead > 30) return warn('clock', `the newest message is from ${ahead} s in the future; was the clock put back?`)
  return clock
}
