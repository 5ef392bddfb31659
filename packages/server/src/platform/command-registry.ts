import type { Command, CommandName, Door, ErrorCode } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { commands as contract, errorsOf } from '@palaver/protocol/definitions'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { ArrivalOrder } from './arrival-order.ts'
import type { Caller } from './caller.ts'
import { firstFault } from './command-fault.ts'
import { compilePick } from './command-input.ts'
import { CommandMeter } from './command-meter.ts'
import { type CommandHandler, type CommandResult, type Commands, Replay } from './commands.ts'
import type { Limiter } from './limits.ts'
import type { Log } from './log.ts'
import { type Metrics, noMetrics } from './metrics.ts'
import { once } from './once.ts'
import type { Report } from './report.ts'
import { refusal } from './refusal.ts'
import type { Runtime } from './runtime.ts'
import { serialiserOf } from './serialiser.ts'
import { traced } from './tracing.ts'

/** Any handler; only {@link CommandRegistry.run} calls it, with input that its schema accepted and a caller that its access allows. */
type Handler = (input: never, caller: never) => Promise<unknown>

interface Entry {
  readonly command: Command
  readonly status: number
  readonly errors: ReadonlySet<ErrorCode>
  readonly read: (rawInput: unknown) => unknown
  readonly serialise: (output: never) => string
  readonly meter: CommandMeter
  handler: Handler | undefined
}

export interface CommandRegistryParts {
  readonly limiter: Limiter
  readonly runtime: Pick<Runtime, 'now'>
  readonly log: Log
  /** Hears of every `internal` failure. */
  readonly report?: Report
  readonly metrics?: Metrics
  /** The commands to serve; those of the protocol unless a test has its own. */
  readonly contract?: readonly Command[]
}

/** The registry of the contract's commands: compiles each once in a process, when it is first run, and runs it. */
export class CommandRegistry implements Commands {
  readonly #entries = new Map<string, Entry>()
  readonly #parts: CommandRegistryParts
  readonly #metrics: Metrics
  /** What a socket sent starts in the order in which it came, however long each waits for its limit. */
  readonly #order = new ArrivalOrder()

  constructor(parts: CommandRegistryParts) {
    this.#parts = parts
    this.#metrics = parts.metrics ?? noMetrics
    for (const command of parts.contract ?? contract) this.#entries.set(command.name, compileEntry(command, this.#metrics))
  }

  bindUser<Name extends CommandName>(name: Name, handler: CommandHandler<Name, Extract<Caller, { kind: 'user' }>>): void {
    this.#bind(name, handler, true)
  }

  bind<Name extends CommandName>(name: Name, handler: CommandHandler<Name>): void {
    this.#bind(name, handler, false)
  }

  /** @throws {Error} naming every command without a handler: a server that lacks some does not start. */
  requireComplete(): void {
    const unbound = [...this.#entries.values()].filter((entry) => !entry.handler).map((entry) => entry.command.name)
    if (unbound.length > 0) throw new Error(`unable to start; no handler is bound to ${unbound.join(', ')}`)
  }

  async run(name: string, rawInput: unknown, caller: Caller, door: Door): Promise<CommandResult> {
    const entry = this.#entries.get(name)
    if (!entry?.handler || !entry.command.doors.includes(door)) {
      throw new PalaverError('unknown_command', 'unable to run the command; there is none of this name at this door')
    }
    const attributes = { 'palaver.command': name, 'palaver.door': door, 'palaver.request_id': caller.requestId }
    return traced(`command ${name}`, { attributes }, () => this.#runMeasured(entry, rawInput, caller, door))
  }

  async #runMeasured(entry: Entry, rawInput: unknown, caller: Caller, door: Door): Promise<CommandResult> {
    const began = performance.now()
    let outcome = 'ok'
    try {
      return await this.#run(entry, rawInput, caller)
    } catch (error) {
      const answer = this.#declared(entry, error, caller)
      outcome = answer.code
      throw answer
    } finally {
      entry.meter.ended(door, outcome, performance.now() - began)
    }
  }

  async #run(entry: Entry, rawInput: unknown, caller: Caller): Promise<CommandResult> {
    const { command, handler } = entry
    if (!handler) throw new Error(`unable to run ${command.name}; it has no handler`)
    this.#requireAccess(command, caller)
    const answer = await this.#order.start(connectionOf(caller), this.#parts.limiter.take(command.limit, caller), ({ retryAfterMs }) => {
      if (retryAfterMs !== undefined) {
        this.#metrics.counter('palaver_limits_refused_total', { limit: command.limit }).add()
        throw refusal('rate_limited', `unable to run ${command.name}; too many in a short time`, { retryAfterMs })
      }
      return handler(entry.read(rawInput) as never, caller as never)
    })
    const replay = answer instanceof Replay
    return { status: entry.status, json: entry.serialise((replay ? answer.output : answer) as never), replay }
  }

  #bind(name: string, handler: Handler, forUsers: boolean): void {
    const entry = this.#entries.get(name)
    if (!entry) throw new Error(`unable to bind ${name}; the contract has no such command`)
    if (entry.handler) throw new Error(`unable to bind ${name}; it has a handler already`)
    if ((entry.command.access === 'user') !== forUsers) throw new Error(`unable to bind ${name}; its access is ${entry.command.access}`)
    entry.handler = handler
  }

  #requireAccess(command: Command, caller: Caller): void {
    if (caller.kind === 'user' && caller.expiresAt <= this.#parts.runtime.now() && command.access !== 'public') {
      throw new PalaverError('unauthenticated', `unable to run ${command.name}; the token ran out`)
    }
    if (command.access === 'public' || command.access === caller.kind) return
    if (command.access === 'app' && caller.kind === 'user' && command.errors.includes('forbidden')) {
      throw new PalaverError('forbidden', `unable to run ${command.name}; it needs an app key`)
    }
    const needs = command.access === 'app' ? 'an app key' : "a user's token"
    throw new PalaverError('unauthenticated', `unable to run ${command.name}; it needs ${needs}`)
  }

  /** What may leave: a declared refusal as it is, everything else as `internal`, told to the log with its cause. */
  #declared(entry: Entry, error: unknown, caller: Caller): PalaverError {
    if (error instanceof PalaverError && error.code !== 'internal' && entry.errors.has(error.code)) return error
    const { requestId } = caller
    const command = entry.command.name
    this.#parts.log.error({ err: error, requestId, command }, 'command failed')
    this.#parts.report?.(error, { where: 'command', requestId, command })
    return new PalaverError('internal', `unable to run ${command}; the server failed`, { requestId, cause: error })
  }
}

const connectionOf = (caller: Caller): string | undefined => (caller.kind === 'user' ? caller.connectionId : undefined)

/** What of a command is the same in every registry. */
type Compiled = Pick<Entry, 'read' | 'serialise' | 'status' | 'errors'>

const compiled = new WeakMap<Command, Compiled>()

function compileEntry(command: Command, metrics: Metrics): Entry {
  const parts = compiled.get(command) ?? compile(command)
  compiled.set(command, parts)
  return { command, ...parts, meter: new CommandMeter(metrics, command.name), handler: undefined }
}

function compile(command: Command): Compiled {
  const pick = compilePick(command.input)
  const validator = once(() => Compile(command.input))
  return {
    status: command.rest?.status ?? 200,
    errors: new Set(errorsOf(command)),
    read: (rawInput) => {
      const input = pick(rawInput)
      if (validator().Check(input)) return input
      const { path, reason } = firstFault(validator().Errors(input))
      throw refusal('invalid_input', `unable to run ${command.name}; ${path === '' ? 'the input' : path} ${reason}`, { path })
    },
    serialise: serialiserOf<TSchema>(command.output),
  }
}
