import type { EntitySchema } from '@mikro-orm/core'
import type { ContentDefinition, CustomDataDefinition, EphemeralDefinition } from '@palaver/protocol'
import type { Config } from '../config.ts'
import type { Authenticate } from '../platform/authenticate.ts'
import type { Commands } from '../platform/commands.ts'
import type { Database } from '../platform/database.ts'
import type { Bus } from '../platform/event.ts'
import type { FanOut } from '../platform/fan-out/fan-out.ts'
import type { RecurringJobs } from '../platform/jobs.ts'
import type { GuessLimiter } from '../platform/limits.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Report } from '../platform/report.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { MessageLog } from '../platform/message-log/message-log.ts'
import type { Passwords } from '../platform/passwords.ts'
import type { PresenceRegistry } from '../platform/presence-registry.ts'
import type { Runtime } from '../platform/runtime.ts'
import type { Timers } from '../platform/timers/timers.ts'
import type { AccessTokens } from '../platform/tokens.ts'
import type { Writer } from '../platform/writer/change.ts'
import { RegistrationEntity } from './accounts/entities.ts'
import { createAccounts } from './accounts/index.ts'
import type { AccountService } from './accounts/service.ts'
import { composeConversationFeatures } from './conversation-features.ts'
import { createRequireCustom } from './custom-data/port.ts'
import { createEphemerals } from './ephemerals/index.ts'
import { UserEntity } from './people/entities.ts'
import { createPeople } from './people/index.ts'
import type { People } from './people/port.ts'
import { createPresence } from './presence/index.ts'
import { createSearchIndexer, type SearchIndexer } from './search/index.ts'
import { createAuthenticate, type HostAuthenticate } from './sessions/authenticate.ts'
import { CredentialsEntity, SessionEntity } from './sessions/entities.ts'
import { createSessions } from './sessions/index.ts'
import { closeUnwelcome } from './sessions/open-sockets.ts'
import { createStandingCache } from './sessions/standing-cache.ts'
import { createTyping } from './typing/index.ts'

/** What the features declare to MikroORM. */
export const entities: readonly EntitySchema[] = [UserEntity, CredentialsEntity, SessionEntity, RegistrationEntity]

/** What features are made of: the platform, its adapters, the configuration. */
export interface FeatureParts {
  readonly config: Config
  readonly commands: Commands
  readonly database: Database
  readonly jobs: RecurringJobs
  readonly timers: Timers
  readonly bus: Bus
  readonly writer: Writer
  readonly messageLog: MessageLog
  readonly fanOut: FanOut
  readonly runtime: Runtime
  readonly log: Log
  readonly report: Report
  readonly metrics: Metrics
  readonly tokens: AccessTokens
  readonly passwords: Passwords
  readonly mailer: Mailer
  readonly guesses: GuessLimiter
  readonly presence: PresenceRegistry
  readonly secret: Buffer
  readonly isAppKey: (token: string) => boolean
  readonly host: HostAuthenticate | undefined
  /** Kinds of content of the host's own. */
  readonly contentTypes: readonly ContentDefinition[]
  /** Types of ephemeral events of the host's own. */
  readonly ephemeralTypes: readonly EphemeralDefinition[]
  /** What the host's own custom data is like. */
  readonly customData: CustomDataDefinition
}

/** The features, bound to their commands. */
export interface Features {
  readonly authenticate: Authenticate
  readonly people: People
  readonly accounts: AccountService
  /** Started on nodes that run jobs. */
  readonly searchIndexer: SearchIndexer
  close(): Promise<void>
}

/** The composition root: with conversation-features.ts the one place that knows every feature and their order. */
export function composeFeatures(parts: FeatureParts): Features {
  const { config, commands, database, jobs, timers, bus, writer, messageLog, fanOut, runtime, log, tokens, passwords, mailer, guesses, secret } = parts
  const requireCustom = createRequireCustom(parts.customData)
  const people = createPeople({ database, commands, bus, runtime, requireCustom })
  const lifetimes = { accessMs: config.accessTokenMs, refreshMs: config.refreshTokenMs, refreshGraceMs: config.refreshGraceMs }
  const sessions = createSessions({ database, commands, jobs, people, passwords, tokens, guesses, bus, runtime, lifetimes, metrics: parts.metrics })
  const accounts = createAccounts({ database, commands, jobs, timers, people, sessions, passwords, mailer, guesses, runtime, secret })
  composeConversationFeatures({ commands, jobs, timers, sql: database, writer, people, runtime, bus, rules: { ...config, contentTypes: parts.contentTypes }, requireCustom, messageLog })
  createTyping({ commands, sql: database, bus, fanOut, runtime })
  createEphemerals({ commands, sql: database, bus, fanOut, rules: { ...config, ephemeralTypes: parts.ephemeralTypes } })
  const presence = createPresence({ commands, sql: database, registry: parts.presence, people, bus, fanOut, runtime, logger: log, report: parts.report })
  const standings = createStandingCache({ sql: database, bus, runtime, freshMs: config.heartbeatMs })
  fanOut.onHeartbeat(() => closeUnwelcome({ sql: database, connections: fanOut.connections, now: () => runtime.now() }))
  const authenticate = createAuthenticate({
    tokens,
    isAppKey: parts.isAppKey,
    standings,
    people,
    runtime,
    accessMs: config.accessTokenMs,
    ...(parts.host ? { host: parts.host } : {}),
  })
  return {
    authenticate,
    people,
    accounts,
    searchIndexer: createSearchIndexer({ sql: database, bus, onError: (err) => { log.error({ err }, 'messages could not be indexed for search'); parts.report(err, { where: 'search' }) } }),
    close: async () => {
      await presence.close()
      standings.close()
    },
  }
}
