import type { Config } from '../config.ts'

/** An option `--name`, with what stands for its value in the help. */
export interface CliOption {
  /** Absent for options that are only there or not. */
  readonly value?: string
  readonly about: string
  readonly required?: boolean
}

/** What was typed, and where the answer goes. */
export interface CliCall {
  /** What stands behind the command's name. */
  readonly operands: readonly string[]
  /** An option's value; `true` for one without. */
  readonly options: Readonly<Record<string, string | true | undefined>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** @throws {ConfigError} */
  config(): Config
  /** A line of the answer, to standard output. */
  print(line: string): void
  /** A line beside the answer, to standard error. */
  note(line: string): void
}

/** A command of `palaver`. */
export interface CliCommand {
  /** One word, or two as in `user create`. */
  readonly name: string
  readonly summary: string
  /** More, for the command's own help. */
  readonly details?: string
  /** Names of what must stand behind the command. */
  readonly operands?: readonly string[]
  readonly options: Readonly<Record<string, CliOption>>
  /** What to do instead while a server has the embedded database. */
  readonly whileRunning?: string
  /** @returns the exit code, 0 unless given. */
  run(call: CliCall): Promise<number | void>
}

/** The command line was not understood: what is wrong, and whose help says more. */
export class UsageError extends Error {
  readonly command: string | undefined
  constructor(message: string, command?: string) {
    super(message)
    this.name = 'UsageError'
    this.command = command
  }
}

/** The option that every command has. */
export const dataDirOption = { 'data-dir': { value: 'folder', about: 'the data folder, in place of PALAVER_DATA_DIR' } } as const satisfies Record<string, CliOption>

/** Options that stand for variables of the environment. */
export const variables: Readonly<Record<string, string>> = { 'data-dir': 'PALAVER_DATA_DIR', host: 'HOST', port: 'PORT', role: 'PALAVER_ROLE' }

/** The text of an option. */
export const textOf = (call: CliCall, option: string): string | undefined => {
  const value = call.options[option]
  return value === true ? undefined : value
}
