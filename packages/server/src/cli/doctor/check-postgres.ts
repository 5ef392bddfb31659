import type { Config } from '../../config.ts'
import type { Sql } from '../../platform/sql.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

interface Rights {
  readonly user: string
  readonly database: string
  readonly schema: string | null
  readonly makesTables: boolean | null
  readonly makesSchemas: boolean
  readonly hasTrigrams: boolean
  readonly canHaveTrigrams: boolean
}

const rights = `
  SELECT current_user::text AS user, current_database()::text AS database, current_schema()::text AS schema,
    has_schema_privilege(current_schema(), 'CREATE') AS "makesTables",
    has_database_privilege(current_database(), 'CREATE') AS "makesSchemas",
    EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') AS "hasTrigrams",
    EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm') AS "canHaveTrigrams"`

/** What the role of DATABASE_URL may do in its database. */
export async function checkRights(sql: Sql, { redisUrl }: Pick<Config, 'redisUrl'>): Promise<Finding> {
  const about = 'rights'
  const [row] = await sql.query<Rights>(rights)
  if (!row) return fail(about, 'cannot be told; PostgreSQL gave no answer')
  const { user, database, schema } = row
  const missing: string[] = []
  if (row.makesTables !== true) missing.push(`GRANT CREATE, USAGE ON SCHEMA ${schema ?? 'public'} TO ${user}`)
  const needsDatabase = (!row.hasTrigrams && row.canHaveTrigrams) || redisUrl === undefined
  if (needsDatabase && !row.makesSchemas) missing.push(`GRANT CREATE ON DATABASE ${database} TO ${user}`)
  if (missing.length > 0) return fail(about, `${user} may not make what Palaver needs; as the owner run: ${missing.join('; ')}`)
  if (!row.hasTrigrams && !row.canHaveTrigrams) return fail(about, 'the extension pg_trgm is not there; install the contrib package of PostgreSQL')
  return ok(about, `${user} may make tables${row.hasTrigrams ? '' : ' and the extension pg_trgm'}`)
}

interface Room {
  readonly most: number
  readonly reserved: number
  readonly taken: number
}

const room = `
  SELECT current_setting('max_connections')::int AS most, current_setting('superuser_reserved_connections')::int AS reserved,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS taken`

/** Beside the pool: the job queue's connections, and one while migrations run. */
const besideThePool = { withRedis: 1, withoutRedis: 5 }

/** Whether PostgreSQL takes as many connections as a node may open. */
export async function checkConnections(sql: Sql, { poolSize, redisUrl }: Pick<Config, 'poolSize' | 'redisUrl'>): Promise<Finding> {
  const about = 'connections'
  const [row] = await sql.query<Room>(room)
  if (!row) return fail(about, 'cannot be told; PostgreSQL gave no answer')
  const most = row.most - row.reserved
  const perNode = poolSize + (redisUrl === undefined ? besideThePool.withoutRedis : besideThePool.withRedis)
  const fit = Math.floor(most / perNode)
  if (fit === 0) return fail(about, `a node may open ${perNode}, PostgreSQL takes ${most}; lower PALAVER_POOL_SIZE (${poolSize}) or raise max_connections`)
  if (most - row.taken < perNode) return warn(about, `a node may open ${perNode}, and of ${most} only ${most - row.taken} are free now; lower PALAVER_POOL_SIZE (${poolSize}) or raise max_connections`)
  return ok(about, `a node may open ${perNode}, PostgreSQL takes ${most}: enough for ${fit} ${fit === 1 ? 'node' : 'nodes'}`)
}
