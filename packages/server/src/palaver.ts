import type { AppRole } from '@palaver/core'
import type { ContentDefinition, CustomDataDefinition, EphemeralDefinition, Person } from '@palaver/protocol'
import type { DestinationStream } from 'pino'
import type { Config } from './config.ts'
import type { HostAuthenticate } from './features/sessions/authenticate.ts'
import type { HostApi } from './host/host-api.ts'
import type { UserCaller } from './platform/caller.ts'
import type { Commands } from './platform/commands.ts'
import type { Database } from './platform/database.ts'
import type { Bus } from './platform/event.ts'
import type { Mailer } from './platform/mailer.ts'
import type { Passwords } from './platform/passwords.ts'
import type { OnError } from './platform/report.ts'
import type { Runtime } from './platform/runtime.ts'

/** What a host may set; everything has a default. Nothing is read from the environment: that is `readConfig`'s work. */
export interface PalaverOptions extends Partial<Config> {
  /** The host's own check of bearer tokens, used instead of Palaver's access tokens; app keys still work. */
  readonly authenticate?: HostAuthenticate
  /** Kinds of content of the host's own, made by `defineContent`: what people send of them is checked. Of other types, `unknownContent` decides. */
  readonly contentTypes?: readonly ContentDefinition[]
  /** Types of ephemeral events of the host's own, made by `defineEphemeralType`; of other types, `unknownContent` decides. */
  readonly ephemeralTypes?: readonly EphemeralDefinition[]
  /** What the host's own custom data is like, made by `defineCustomData`: what does not fit is refused. What it does not name is not checked. */
  readonly customData?: CustomDataDefinition
  /** Sends mail; the development form prints it. */
  readonly mailer?: Mailer
  /** Clock and randomness. */
  readonly runtime?: Runtime
  /** How passwords are hashed; argon2id with OWASP's parameters unless given. */
  readonly passwords?: Passwords
  /** An open, migrated database that knows the `entities` of the features, in place of the configured one; the caller closes it. */
  readonly database?: Database
  /** `false` for a program that only looks in: it runs no jobs, timers and schedules, whatever its role. */
  readonly runsJobs?: boolean
  /** Hears of every `internal` answer and every failure in the background, for a service that collects errors. */
  readonly onError?: OnError
}

/** Options of a stand-alone server. */
export interface AppOptions extends PalaverOptions {
  /** Where the log goes; standard output unless given. */
  readonly logDestination?: DestinationStream
}

/** Somebody whom the operator makes, without a code by mail. */
export interface AdminPerson {
  readonly name: string
  /** Lower case, 3 to 30 of a–z, 0–9, `_` and `.`. */
  readonly handle: string
  readonly role?: AppRole
  readonly bio?: string
  readonly avatarHue?: number
  /** With both they can log in. */
  readonly email?: string
  readonly password?: string
}

/** What whoever runs the server may do, past all doors; and what host backends do, without a wire. */
export interface Admin extends HostApi {
  /** @throws {PalaverError} `handle_taken`. */
  createUser(person: AdminPerson): Promise<Person>
  findUserByHandle(handle: string): Promise<Person | undefined>
  /** A caller for `commands.run` on behalf of somebody; limits count for them as for everyone. */
  actAs(userId: string): Promise<UserCaller>
}

/** A running Palaver; `app.palaver` after the plugin was registered. */
export interface Palaver {
  readonly config: Config
  readonly commands: Commands
  readonly database: Database
  readonly bus: Bus
  readonly admin: Admin
  /**
   * Readiness turns red, and `noticeMs` later, when load balancers have seen it, new sockets are refused and the open ones told to go elsewhere
   * over `spreadMs`. Both are 0 unless given. Closing the app does it too, at once.
   */
  drain(spreadMs?: number, noticeMs?: number): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly palaver: Palaver
  }
}
