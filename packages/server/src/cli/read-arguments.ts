import { parseArgs } from 'node:util'
import { type CliCommand, UsageError } from './command.ts'

/** What the arguments ask for. */
export type Asked =
  | { readonly kind: 'help'; readonly command?: CliCommand }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: CliCommand; readonly operands: readonly string[]; readonly options: Readonly<Record<string, string | true | undefined>> }

/** Finds the command and reads its options. @throws {UsageError} */
export function readArguments(commands: readonly CliCommand[], args: readonly string[]): Asked {
  const [first, ...others] = args
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' }
  if (first === '--version') return { kind: 'version' }
  if (first === 'help') return others.length === 0 ? { kind: 'help' } : readArguments(commands, [...others, '--help'])
  const command = findCommand(commands, args)
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', command }
  const { values, positionals } = parse(command, rest)
  const wanted = command.operands ?? []
  if (positionals.length !== wanted.length) {
    const needs = wanted.length === 0 ? 'takes nothing but options' : `needs ${wanted.map((name) => `<${name}>`).join(' ')}`
    throw new UsageError(`palaver ${command.name} ${needs}`, command.name)
  }
  const missing = Object.entries(command.options).find(([name, { required }]) => required && values[name] === undefined)?.[0]
  if (missing !== undefined) throw new UsageError(`palaver ${command.name} needs --${missing}`, command.name)
  return { kind: 'run', command, operands: positionals, options: values }
}

function findCommand(commands: readonly CliCommand[], args: readonly string[]): CliCommand {
  const names = [args.slice(0, 2).join(' '), args[0]]
  const found = commands.find(({ name }) => names.includes(name))
  if (found) return found
  const family = commands.map(({ name }) => name).filter((name) => name.startsWith(`${args[0]} `))
  if (family.length > 0) throw new UsageError(`say which: ${family.map((name) => `palaver ${name}`).join(', ')}`)
  throw new UsageError(`there is no command ${args[0]}`)
}

function parse(command: CliCommand, args: readonly string[]) {
  const options = Object.entries(command.options).map(([name, { value }]) => [name, { type: value === undefined ? 'boolean' as const : 'string' as const }])
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: Object.fromEntries(options) as Record<string, { type: 'string' | 'boolean' }>, allowPositionals: true })
    return { values: values as Readonly<Record<string, string | true | undefined>>, positionals }
  } catch (error) {
    // Node's first sentence says which option; the rest is advice about dashes.
    const [reason = ''] = (error instanceof Error ? error.message : '').split('. ')
    throw new UsageError(`palaver ${command.name}: ${reason}`, command.name)
  }
}
