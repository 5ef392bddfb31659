import type { FastifyInstance } from 'fastify'
import { createInProcessBus } from './adapters/in-process/bus.ts'
import { createDevelopmentMailer } from './adapters/mail/development-mailer.ts'
import { openDatabase } from './adapters/open-database.ts'
import { openJobs } from './adapters/open-jobs.ts'
import { openLimits } from './adapters/open-limits.ts'
import { openPresence } from './adapters/open-presence.ts'
import { createRedisBus } from './adapters/redis/bus.ts'
import { openRedis, type RedisConnections } from './adapters/redis/open-redis.ts'
import { systemRuntime } from './adapters/system-runtime.ts'
import { createAccessTokens } from './adapters/tokens/access-tokens.ts'
import { createAppKeyCheck } from './adapters/tokens/app-keys.ts'
import { createPasswords } from './adapters/tokens/passwords.ts'
import { loadServerSecret } from './adapters/tokens/server-secret.ts'
import { loadSharedSecret } from './adapters/tokens/shared-secret.ts'
import type { Config } from './config.ts'
import { composeFeatures, entities, type Features } from './features/index.ts'
import type { Observability } from './observability.ts'
import { roleFault } from './node-role.ts'
import type { PalaverOptions } from './palaver.ts'
import { CommandRegistry } from './platform/command-registry.ts'
import type { Database } from './platform/database.ts'
import type { Bus } from './platform/event.ts'
import { createFanOut, type FanOut } from './platform/fan-out/fan-out.ts'
import type { Limiter } from './platform/limits.ts'
import type { Log } from './platform/log.ts'
import { watchLineage } from './platform/lineage-watch.ts'
import { createMessageLog } from './platform/message-log/message-log.ts'
import { countErrors } from './platform/counting-sql.ts'
import type { Passwords } from './platform/passwords.ts'
import type { SocketSeats } from './platform/socket-seats.ts'
import type { ErrorPlace } from './platform/report.ts'
import { createTimers, timerQueue } from './platform/timers/timer-service.ts'
import type { Runtime } from './platform/runtime.ts'
import { createRelay } from './platform/relay/relay.ts'
import { createWriter } from './platform/writer/writer.ts'

/** Everything behind the doors, running. */
export interface Assembly {
  readonly commands: CommandRegistry
  readonly database: Database
  /** Undefined on a single node. */
  readonly redis: RedisConnections | undefined
  readonly bus: Bus
  readonly fanOut: FanOut
  readonly limiter: Limiter
  readonly seats: SocketSeats | undefined
  readonly features: Features
  readonly passwords: Passwords
  /** Ends what runs, in the reverse order of its start. */
  close(): Promise<void>
}

/** Starts everything behind the doors: database, migrations, bus, limits, features. What was started is ended again if a step fails. */
export async function assemble(app: FastifyInstance, config: Config, options: PalaverOptions & { readonly observability: Observability }): Promise<Assembly> {
  const log: Log = app.log
  const runtime = options.runtime ?? systemRuntime
  const { metrics, report } = options.observability
  const failedIn = (where: ErrorPlace) => (err: unknown): void => {
    log.error({ err, where }, 'something failed in the background')
    report(err, { where })
  }
  const fault = roleFault(config)
  if (fault !== undefined) throw new Error(`unable to start; ${fault}`)
  const closers: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  try {
    const database = options.database ?? (await openMigrated(config, log))
    if (!options.database) closers.push(() => database.close())
    const redis = config.redisUrl === undefined ? undefined : await openRedis({ url: config.redisUrl, log })
    if (redis) closers.push(() => redis.close())
    const sql = countErrors(database, metrics.counter('palaver_database_errors_total'))
    const onJobError = (err: unknown, queue?: string): void => {
      log.error({ err, queue }, 'a job failed')
      report(err, { where: 'job', ...(queue === undefined ? {} : { queue }) })
    }
    const jobs = openJobs({ database, databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, metrics, onError: onJobError })
    const timers = createTimers({ sql, jobs, onError: (err, kind) => onJobError(err, kind === undefined ? undefined : timerQueue(kind)), metrics })
    const bus = redis
      ? await createRedisBus({ redis, nodeId: runtime.newId(), onError: failedIn('bus'), heartbeatMs: config.heartbeatMs, metrics })
      : createInProcessBus(failedIn('bus'))
    closers.push(() => bus.close())
    const writer = createWriter({ database: sql, bus, now: runtime.now, onError: failedIn('writer'), metrics }, { lanes: database.dialect === 'pglite' ? 1 : 4 })
    closers.push(() => writer.close())
    const messageLog = createMessageLog(sql)
    const fanOut = createFanOut({ bus, log: messageLog, logger: log, lineage: database.lineage, heartbeatMs: config.heartbeatMs, report, metrics })
    closers.push(() => fanOut.close())
    const endWatch = watchLineage({
      read: () => database.readLineage(),
      known: database.lineage,
      everyMs: config.heartbeatMs,
      onChange: (lineage) => {
        log.error({ lineage }, 'the database has another history, as after the restore of a backup: every socket is closed and every client starts anew')
        fanOut.startAnew(lineage)
      },
      onError: (err) => log.warn({ err }, 'unable to read the lineage of the database'),
    })
    closers.push(endWatch)
    const secret = await loadSecret(config, database, runtime, log)
    const tokens = await createAccessTokens(app, { secret, issuer: config.issuer, now: runtime.now })
    const passwords = options.passwords ?? (await createPasswords())
    const { limiter, guesses, close: closeLimits } = openLimits({ limits: config.limits, redis, runtime, log, metrics })
    closers.push(closeLimits)
    const { registry: presence, seats } = openPresence({ redis, newId: () => runtime.newId(), deadAfterMs: config.deadNodeMs, log, metrics })
    const commands = new CommandRegistry({ limiter, runtime, log, report, metrics })
    const features = composeFeatures({
      config,
      commands,
      database,
      jobs,
      timers,
      bus,
      writer,
      messageLog,
      fanOut,
      runtime,
      log,
      report,
      metrics,
      tokens,
      passwords,
      mailer: options.mailer ?? createDevelopmentMailer(log),
      guesses,
      presence,
      secret,
      isAppKey: createAppKeyCheck(config.appKeys),
      host: options.authenticate,
      contentTypes: options.contentTypes ?? [],
      ephemeralTypes: options.ephemeralTypes ?? [],
      customData: options.customData ?? {},
    })
    closers.push(() => features.close())
    commands.requireComplete()
    if (options.runsJobs ?? config.role !== 'gateway') {
      const relay = createRelay({ database: sql, bus, onError: failedIn('relay'), metrics, forgetAfterMs: Math.max(600_000, 4 * config.heartbeatMs) })
      closers.push(() => relay.stop(), () => jobs.stop(), () => timers.stop(), () => features.searchIndexer.stop())
      await jobs.start()
      timers.start()
      relay.start()
      features.searchIndexer.start()
    }
    return { commands, database, redis, bus, fanOut, limiter, seats, features, passwords, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function loadSecret(config: Config, database: Database, runtime: Runtime, log: Log): Promise<Buffer> {
  if (database.dialect === 'pglite') return config.secret ?? loadServerSecret(config.dataDir, runtime)
  if (!config.secret) log.warn({}, 'the secret of tokens is kept in the database, whose readers could make tokens; set PALAVER_SECRET on every node')
  return loadSharedSecret(database, config.secret, runtime)
}

async function openMigrated(config: Config, log: Log): Promise<Database> {
  const database = await openDatabase({
    ...(config.databaseUrl === undefined ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl }),
    poolSize: config.poolSize,
    entities,
    onConnectionLost: (err) => log.warn({ err }, 'a connection to the database was lost'),
  })
  try {
    if (config.databaseUrl === undefined || config.migrate) {
      await database.migrate()
      return database
    }
    const pending = await database.pendingMigrations()
    if (pending.length > 0) {
      throw new Error(`unable to start; migrations were not applied: ${pending.join(', ')}. Set PALAVER_MIGRATE=true, or migrate beforehand`)
    }
    await database.migrate()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
