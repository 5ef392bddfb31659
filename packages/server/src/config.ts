import type { LevelWithSilent } from 'pino'
import * as Type from 'typebox'
import * as Value from 'typebox/value'
import { type SocketLimits, defaultSocketLimits } from './doors/socket/options.ts'
import { type NodeRole, nodeRoles, roleFault } from './node-role.ts'
import { type Limit, type LimitKey, type Limits, defaultLimits } from './platform/limits.ts'

/** Everything that can be set; `readConfig` reads it from the environment, a host passes it to the plugin. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Folder of the embedded database and of generated secrets. `memory://` keeps all in memory, for tests. */
  readonly dataDir: string
  /** PostgreSQL 15 or newer; without it the embedded database is used. */
  readonly databaseUrl?: string
  /** Redis 7 or newer, for several nodes: bus, presence, limits and jobs go through it. Needs `databaseUrl`. */
  readonly redisUrl?: string
  /** What this node does: everything, only the doors (`gateway`), or only jobs, timers and the relay (`worker`). The last two need Redis. */
  readonly role: NodeRole
  readonly poolSize: number
  /** Apply pending migrations at the start; the embedded database always does. */
  readonly migrate: boolean
  /**
   * Key of all tokens and codes, at least 32 bytes, the same for all nodes. When absent it is made once: embedded into the data folder, on
   * PostgreSQL into the database, where whoever reads it could make tokens.
   */
  readonly secret?: Buffer
  /** `iss` of access tokens. */
  readonly issuer: string
  readonly appKeys: readonly string[]
  /** Origins other than the server's own that browsers may call from, at both doors. */
  readonly allowedOrigins: readonly string[]
  /** Addresses, networks or `loopback` whose X-Forwarded-For is believed; nobody's unless given. Only for the stand-alone server. */
  readonly trustProxy: readonly string[]
  readonly logLevel: LevelWithSilent
  readonly limits: Limits
  /** Limits of each socket that differ from the defaults. */
  readonly socketLimits: Partial<SocketLimits>
  readonly accessTokenMs: number
  readonly refreshTokenMs: number
  readonly refreshGraceMs: number
  /** Longest text of a message in code points; the contract allows 5,000. */
  readonly textMaxLength: number
  /** Custom content of a type that the server does not know; `allow` takes it unchecked. */
  readonly unknownContent: 'refuse' | 'allow'
  /** May people send ephemeral events of the developer's own in conversations of more than 1,000 members? */
  readonly largeEphemerals: boolean
  /** How long after sending a message may be edited, in milliseconds. */
  readonly editWindowMs: number
  /** How long after a deletion whoever deleted may undo it, in milliseconds. */
  readonly undoDeleteMs: number
  /** How long the author of an open stream may be silent before it is ended, in milliseconds. */
  readonly streamSilenceMs: number
  readonly heartbeatMs: number
  /** How long the people of a node that died stay online; at least 20 seconds, since a node says every five that it lives. */
  readonly deadNodeMs: number
  /** How long a server that is told to stop takes new requests with its readiness red, so that load balancers see it first. */
  readonly drainNoticeMs: number
  /** Serves `GET /metrics` on a port of its own. */
  readonly metricsPort?: number
  /** Where the port of metrics listens. */
  readonly metricsHost: string
  /** Bearer token for `GET /metrics`; without a port of their own, metrics are then served at the public door. */
  readonly metricsToken?: string
  /** Folder of a built single-page application to serve at `/`. */
  readonly staticDir?: string
}

// The length of texts has a variable of its own.
const socketLimitNames = Object.keys(defaultSocketLimits).filter((name) => name !== 'textMaxLength')

const environment = {
  HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'must be an address or host name' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65_535, description: 'must be a port, 0 to 65535' }),
  PALAVER_DATA_DIR: Type.String({ default: '.palaver', minLength: 1, description: 'must be a folder' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://', description: 'must be an address that begins with postgres://' })),
  REDIS_URL: Type.Optional(Type.String({ pattern: '^rediss?://', description: 'must be an address that begins with redis:// or rediss://' })),
  PALAVER_ROLE: Type.Enum([...nodeRoles], { default: 'all', description: `must be one of ${nodeRoles.join(', ')}` }),
  PALAVER_POOL_SIZE: Type.Integer({ default: 10, minimum: 1, maximum: 1000, description: 'must be a number of connections, 1 to 1000' }),
  PALAVER_MIGRATE: Type.Boolean({ default: false, description: 'must be true or false' }),
  PALAVER_SECRET: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43,}$', description: 'must be 32 random bytes or more in base64url' })),
  PALAVER_ISSUER: Type.String({ default: 'palaver', minLength: 1, description: 'must be a name' }),
  PALAVER_APP_KEYS: Type.String({ default: '', pattern: '^$|^[^\\s,]{32,}(,[^\\s,]{32,})*$', description: 'must be a list of keys of at least 32 characters, with commas between' }),
  PALAVER_ALLOWED_ORIGINS: Type.String({ default: '', pattern: '^$|^https?://[^\\s,/]+(,https?://[^\\s,/]+)*$', description: 'must be a list of origins such as https://app.example.com, with commas between' }),
  PALAVER_TRUST_PROXY: Type.String({ default: '', pattern: '^$|^([0-9a-fA-F.:/]+|loopback)(,([0-9a-fA-F.:/]+|loopback))*$', description: 'must be a list of addresses or networks, with commas between' }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info', description: 'must be fatal, error, warn, info, debug, trace or silent' }),
  PALAVER_LIMITS: Type.String({ default: '', pattern: limitsPattern(), description: `must be a list such as send=120/40 (per minute/at once), with commas between; names are ${Object.keys(defaultLimits).join(', ')}` }),
  PALAVER_SOCKET_LIMITS: Type.String({ default: '', pattern: socketLimitsPattern(), description: `must be a list such as framesPerSecond=200, with commas between; names are ${socketLimitNames.join(', ')}` }),
  PALAVER_ACCESS_TOKEN_SECONDS: Type.Integer({ default: 900, minimum: 1, maximum: 86_400, description: 'must be 1 to 86400 seconds' }),
  PALAVER_REFRESH_TOKEN_SECONDS: Type.Integer({ default: 2_592_000, minimum: 60, maximum: 31_536_000, description: 'must be 60 to 31536000 seconds' }),
  PALAVER_REFRESH_GRACE_SECONDS: Type.Integer({ default: 30, minimum: 0, maximum: 300, description: 'must be 0 to 300 seconds' }),
  PALAVER_EDIT_WINDOW_SECONDS: Type.Integer({ default: 86_400, minimum: 0, maximum: 3_155_760_000, description: 'must be seconds from 0, never, up to 100 years' }),
  PALAVER_UNDO_DELETE_SECONDS: Type.Integer({ default: 30, minimum: 0, maximum: 86_400, description: 'must be seconds from 0, never, up to a day' }),
  PALAVER_TEXT_MAX_LENGTH: Type.Integer({ default: 5000, minimum: 1, maximum: 5000, description: 'must be 1 to 5000 code points' }),
  PALAVER_UNKNOWN_CONTENT: Type.Enum(['refuse', 'allow'], { default: 'refuse', description: 'must be refuse or allow' }),
  PALAVER_STREAM_SILENCE_SECONDS: Type.Number({ default: 60, minimum: 1, maximum: 3600, description: 'must be 1 to 3600 seconds' }),
  PALAVER_LARGE_EPHEMERALS: Type.Boolean({ default: false, description: 'must be true or false' }),
  PALAVER_DEAD_NODE_SECONDS: Type.Integer({ default: 300, minimum: 20, maximum: 86_400, description: 'must be 20 to 86400 seconds' }),
  PALAVER_HEARTBEAT_SECONDS: Type.Number({ default: 25, minimum: 0.1, maximum: 300, description: 'must be 0.1 to 300 seconds' }),
  PALAVER_DRAIN_NOTICE_SECONDS: Type.Number({ default: 0, minimum: 0, maximum: 300, description: 'must be 0 to 300 seconds' }),
  PALAVER_METRICS_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description: 'must be a port, 0 to 65535' })),
  PALAVER_METRICS_HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'must be an address or host name' }),
  PALAVER_METRICS_TOKEN: Type.Optional(Type.String({ pattern: '^[^\\s]{32,}$', description: 'must be at least 32 characters without spaces' })),
  PALAVER_STATIC_DIR: Type.Optional(Type.String({ minLength: 1, description: 'must be a folder' })),
}

const variables: [string, Type.TSchema & { description?: string; default?: unknown }][] = Object.entries(environment)

type Environment = Type.Static<Type.TObject<typeof environment>>

/** The environment does not fit; `faults` names every variable that is wrong. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`unable to read the configuration; ${faults.join('; ')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/**
 * Reads the configuration from environment variables; an empty one counts as absent.
 * @throws {ConfigError} naming all faults at once, without the values: some are secrets.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, schema] of variables) {
    const given = env[name]?.trim() || undefined
    if (given === undefined) {
      if (schema.default !== undefined) values[name] = schema.default
      continue
    }
    values[name] = Value.Convert(schema, given)
    if (!Value.Check(schema, values[name])) faults.push(`${name} ${schema.description}`)
  }
  if (values['REDIS_URL'] !== undefined && values['DATABASE_URL'] === undefined) faults.push('REDIS_URL needs DATABASE_URL: the embedded database belongs to one process')
  if (faults.length > 0) throw new ConfigError(faults)
  const config = toConfig(values as Environment)
  const fault = roleFault(config)
  if (fault !== undefined) throw new ConfigError([fault])
  return config
}

/** The defaults: what an empty environment gives. */
export const defaultConfig = (): Config => readConfig({})

function toConfig(env: Environment): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: env.PALAVER_DATA_DIR,
    ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
    ...(env.REDIS_URL === undefined ? {} : { redisUrl: env.REDIS_URL }),
    role: env.PALAVER_ROLE,
    poolSize: env.PALAVER_POOL_SIZE,
    migrate: env.PALAVER_MIGRATE,
    ...(env.PALAVER_SECRET === undefined ? {} : { secret: Buffer.from(env.PALAVER_SECRET, 'base64url') }),
    issuer: env.PALAVER_ISSUER,
    appKeys: split(env.PALAVER_APP_KEYS),
    allowedOrigins: split(env.PALAVER_ALLOWED_ORIGINS),
    trustProxy: split(env.PALAVER_TRUST_PROXY),
    logLevel: env.LOG_LEVEL,
    limits: { ...defaultLimits, ...Object.fromEntries(split(env.PALAVER_LIMITS).map(readLimit)) },
    socketLimits: Object.fromEntries(split(env.PALAVER_SOCKET_LIMITS).map((one) => one.split('=')).map(([name, number]) => [name, Number(number)])),
    accessTokenMs: env.PALAVER_ACCESS_TOKEN_SECONDS * 1000,
    refreshTokenMs: env.PALAVER_REFRESH_TOKEN_SECONDS * 1000,
    refreshGraceMs: env.PALAVER_REFRESH_GRACE_SECONDS * 1000,
    textMaxLength: env.PALAVER_TEXT_MAX_LENGTH,
    unknownContent: env.PALAVER_UNKNOWN_CONTENT,
    streamSilenceMs: env.PALAVER_STREAM_SILENCE_SECONDS * 1000,
    largeEphemerals: env.PALAVER_LARGE_EPHEMERALS,
    editWindowMs: env.PALAVER_EDIT_WINDOW_SECONDS * 1000,
    undoDeleteMs: env.PALAVER_UNDO_DELETE_SECONDS * 1000,
    heartbeatMs: env.PALAVER_HEARTBEAT_SECONDS * 1000,
    deadNodeMs: env.PALAVER_DEAD_NODE_SECONDS * 1000,
    drainNoticeMs: env.PALAVER_DRAIN_NOTICE_SECONDS * 1000,
    ...(env.PALAVER_METRICS_PORT === undefined ? {} : { metricsPort: env.PALAVER_METRICS_PORT }),
    metricsHost: env.PALAVER_METRICS_HOST,
    ...(env.PALAVER_METRICS_TOKEN === undefined ? {} : { metricsToken: env.PALAVER_METRICS_TOKEN }),
    ...(env.PALAVER_STATIC_DIR === undefined ? {} : { staticDir: env.PALAVER_STATIC_DIR }),
  }
}

const split = (text: string): string[] => (text === '' ? [] : text.split(','))

function limitsPattern(): string {
  const one = `(${Object.keys(defaultLimits).join('|')})=[1-9][0-9]{0,8}(/[1-9][0-9]{0,8})?`
  return `^$|^${one}(,${one})*$`
}

function readLimit(text: string): [LimitKey, Limit] {
  const [name = '', numbers = ''] = text.split('=')
  const [perMinute = '', burst = perMinute] = numbers.split('/')
  return [name as LimitKey, { perMinute: Number(perMinute), burst: Number(burst) }]
}

function socketLimitsPattern(): string {
  const one = `(${socketLimitNames.join('|')})=[1-9][0-9]{0,9}`
  return `^$|^${one}(,${one})*$`
}
