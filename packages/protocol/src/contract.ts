import type * as Type from 'typebox'
import type { ErrorCode } from './errors.ts'

/** A door through which a command may come. */
export type Door = 'rest' | 'socket'
/** Who may run a command at all: anyone, a signed-in user, or a host backend with an app key. */
export type Access = 'public' | 'user' | 'app'
/** Where a command stands in REST. Path parameters are written `:name` and are fields of the input. */
export interface RestBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/v1/${string}`
  readonly status: 200 | 201 | 202 | 204
}

/** The name of the rate limit that counts a command; the numbers are the server's configuration. */
export type LimitName =
  | 'signIn' | 'session' | 'listConversations' | 'create' | 'readMessages' | 'send' | 'marks' | 'typing' | 'ephemeral' | 'stream' | 'read' | 'write'

/** What {@link defineCommand} takes. */
export interface CommandOptions<Name extends string, Input extends Type.TSchema, Output extends Type.TSchema> {
  readonly name: Name
  readonly summary: string
  readonly access: Access
  readonly input: Input
  readonly output: Output
  /** Absent for commands of the socket only. */
  readonly rest?: RestBinding
  /** Both doors unless said otherwise. */
  readonly doors?: readonly Door[]
  /** Errors of its own, beside those that every command of its access may give ({@link errorsOf}). */
  readonly errors: readonly ErrorCode[]
  readonly limit: LimitName
}

/** A command of the contract. */
export interface Command<Name extends string = string, Input extends Type.TSchema = Type.TSchema, Output extends Type.TSchema = Type.TSchema>
  extends CommandOptions<Name, Input, Output> {
  readonly doors: readonly Door[]
}

/** Defines a command: the only place where its name, shapes, errors and REST binding stand. */
export const defineCommand = <const Name extends string, Input extends Type.TSchema, Output extends Type.TSchema>(
  options: CommandOptions<Name, Input, Output>,
): Command<Name, Input, Output> => ({ ...options, doors: options.doors ?? ['rest', 'socket'] })

const common = ['invalid_input', 'rate_limited', 'overloaded', 'unavailable', 'internal'] as const satisfies readonly ErrorCode[]

const ofAccess = { public: [], user: ['unauthenticated', 'account_suspended'], app: ['unauthenticated'] } as const satisfies Record<Access, readonly ErrorCode[]>

/** Every error that a command may give: its own, and those common to all of its access. */
export const errorsOf = (command: Command): readonly ErrorCode[] => [
  ...new Set<ErrorCode>([...command.errors, ...ofAccess[command.access], ...common]),
]

/** A durable event: rows of the state after it, merged by the higher revision. */
export interface DurableEvent<Name extends string = string, Payload extends Type.TSchema = Type.TSchema> {
  readonly kind: 'durable'
  readonly name: Name
  readonly summary: string
  readonly scope: 'conversation' | 'user'
  readonly payload: Payload
}

/** An ephemeral event: may be dropped, has no number. */
export interface EphemeralEvent<Name extends string = string, Payload extends Type.TSchema = Type.TSchema> {
  readonly kind: 'ephemeral'
  readonly name: Name
  readonly summary: string
  readonly payload: Payload
}

/** Defines a durable event. */
export const defineEvent = <const Name extends string, Payload extends Type.TSchema>(
  options: Omit<DurableEvent<Name, Payload>, 'kind'>,
): DurableEvent<Name, Payload> => ({ kind: 'durable', ...options })

/** Defines an ephemeral event. */
export const defineEphemeral = <const Name extends string, Payload extends Type.TSchema>(
  options: Omit<EphemeralEvent<Name, Payload>, 'kind'>,
): EphemeralEvent<Name, Payload> => ({ kind: 'ephemeral', ...options })
