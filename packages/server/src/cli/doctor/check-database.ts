import { DataFolderInUseError } from '../../adapters/pglite/folder-lock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../platform/database.ts'
import { hasDatabase, withDatabase } from '../with-database.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const oldestPostgres = 150_000

/** Everything that needs the database open: the lock, its version, its migrations, the clock. */
export async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  if (!(await hasDatabase(config))) return [ok('database', 'is not there yet; the first start makes it')]
  try {
    return await withDatabase(config, async (database) => [
      ...(config.databaseUrl === undefined ? [ok('lock', 'is free: no server runs on the data folder')] : []),
      await checkVersion(database),
      ...(await checkSchema(database)),
    ])
  } catch (error) {
    if (error instanceof DataFolderInUseError) return [warn('lock', `${error.message}; the database is not looked into while it runs`)]
    return [fail('database', error instanceof Error ? error.message : String(error))]
  }
}

async function checkVersion(database: Database): Promise<Finding> {
  const [row] = await database.query<{ number: string; name: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name`,
  )
  const text = `${database.dialect === 'pglite' ? 'embedded (PGlite)' : 'PostgreSQL'} ${row?.name}`
  return Number(row?.number) >= oldestPostgres ? ok('database', text) : fail('database', `${text} is too old; PostgreSQL 15 or newer is needed`)
}

async function checkSchema(database: Database): Promise<readonly Finding[]> {
  const pending = await database.pendingMigrations()
  if (pending.length > 0) return [warn('migrations', `pending: ${pending.join(', ')}; run palaver migrate`)]
  return [ok('migrations', 'all applied'), await checkClock(database)]
}

/** Tokens run out by this machine's clock, messages carry the database's. */
async function checkClock(database: Database): Promise<Finding> {
  const before = Date.now()
  const [row] = await database.query<{ now: Date; newest: Date | null }>('SELECT clock_timestamp() AS now, (SELECT max(activity_at) FROM conversations) AS newest')
  const seconds = Math.round(((row?.now.getTime() ?? 0) - (before + Date.now()) / 2) / 1000)
  if (Math.abs(seconds) > 30) return fail('clock', `differs from the database's by ${seconds} s; set both by NTP`)
  const ahead = Math.round(((row?.newest?.getTime() ?? 0) - Date.now()) / 1000)
  if (ahead > 30) return warn('clock', `the newest message is from ${ahead} s in the future; was the clock put back?`)
  return ok('clock', "agrees with the database's")
}
