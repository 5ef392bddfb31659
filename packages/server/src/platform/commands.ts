import type { CommandInput, CommandName, CommandOutput, Door } from '@palaver/protocol'
import type { Caller } from './caller.ts'

/** The same clientId came before with the same input: its first answer again. */
export class Replay<Output> {
  readonly output: Output
  constructor(output: Output) {
    this.output = output
  }
}

/** Runs a command: validated input in, output (or its replay) out, refusals as PalaverError. */
export type CommandHandler<Name extends CommandName, By extends Caller = Caller> = (
  input: CommandInput<Name>,
  caller: By,
) => Promise<CommandOutput<Name> | Replay<CommandOutput<Name>>>

/** What a door turns into bytes. */
export interface CommandResult {
  /** HTTP status of the command's REST binding. */
  readonly status: number
  /** The output as JSON, made by the serialiser compiled from its schema: undeclared fields cannot leave. */
  readonly json: string
  readonly replay: boolean
}

/** The commands of the contract and their handlers. */
export interface Commands {
  /** Binds the handler of a command of access `user`; the registry has refused every other caller. */
  bindUser<Name extends CommandName>(name: Name, handler: CommandHandler<Name, Extract<Caller, { kind: 'user' }>>): void
  /** Binds the handler of a command of access `public` or `app`. */
  bind<Name extends CommandName>(name: Name, handler: CommandHandler<Name>): void
  /**
   * The only place where a command runs: find it, check the caller's access and expiry, count its limit, drop what the schema
   * does not declare, validate, run, serialise.
   * @throws {PalaverError} always of a code that the command declares.
   */
  run(name: string, rawInput: unknown, caller: Caller, door: Door): Promise<CommandResult>
}
