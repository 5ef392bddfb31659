import { readFileSync } from 'node:fs'
import { DataFolderInUseError } from '../adapters/pglite/folder-lock.ts'
import { ConfigError, readConfig } from '../config.ts'
import { type CliCall, type CliCommand, textOf, UsageError, variables } from './command.ts'
import { helpOf, helpOfAll } from './help.ts'
import { type Asked, readArguments } from './read-arguments.ts'

const exitCodes = { done: 0, failed: 1, usage: 2, inUse: 3 } as const

/** Where the command line writes. */
export type CliOutput = Pick<CliCall, 'print' | 'note'>

/** Runs what the arguments ask for; resolves with the exit code, and has then said what went wrong. */
export async function runCli(commands: readonly CliCommand[], args: readonly string[], env: CliCall['env'], output: CliOutput): Promise<number> {
  let asked: Asked | undefined
  try {
    asked = readArguments(commands, args)
    if (asked.kind === 'help') output.print(asked.command ? helpOf(asked.command) : helpOfAll(commands))
    if (asked.kind === 'version') output.print(readVersion())
    return asked.kind === 'run' ? ((await asked.command.run(callOf(asked, env, output))) ?? exitCodes.done) : exitCodes.done
  } catch (error) {
    const { lines, code } = explain(error, asked?.kind === 'run' ? asked.command : undefined)
    for (const line of lines) output.note(line)
    return code
  }
}

function callOf({ operands, options }: Extract<Asked, { kind: 'run' }>, env: CliCall['env'], output: CliOutput): CliCall {
  const call: CliCall = {
    operands,
    options,
    env,
    ...output,
    config: () => {
      const given = Object.entries(variables).flatMap(([option, variable]) => (textOf(call, option) === undefined ? [] : [[variable, textOf(call, option)]]))
      return readConfig({ ...env, ...(Object.fromEntries(given) as Record<string, string>) })
    },
  }
  return call
}

function explain(error: unknown, command: CliCommand | undefined): { lines: readonly string[]; code: number } {
  if (error instanceof UsageError) {
    return { lines: [error.message, `Try palaver ${error.command === undefined ? '' : `${error.command} `}--help`], code: exitCodes.usage }
  }
  if (error instanceof ConfigError) return { lines: ['unable to read the configuration:', ...error.faults.map((fault) => `  ${fault}`)], code: exitCodes.failed }
  if (error instanceof DataFolderInUseError) {
    return { lines: [error.message, ...(command?.whileRunning === undefined ? [] : [command.whileRunning])], code: exitCodes.inUse }
  }
  return { lines: [error instanceof Error ? error.message : String(error)], code: exitCodes.failed }
}

/** From the source and from the bundle the manifest stands in another place. */
function readVersion(): string {
  const path = new URL(import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json', import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
