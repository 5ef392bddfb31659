import type { CliCommand, CliOption } from './command.ts'

const rows = (entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`).join('\n')
}

const optionRow = ([name, { value, about, required }]: [string, CliOption]): readonly [string, string] => [
  value === undefined ? `--${name}` : `--${name} <${value}>`,
  required ? `${about} (required)` : about,
]

/** The help of all. */
export const helpOfAll = (commands: readonly CliCommand[]): string => `Usage: palaver <command> [options]

Commands:
${rows(commands.map(({ name, summary }) => [name, summary]))}

  palaver <command> --help says more of each, palaver --version the version.

The configuration comes from the environment (PALAVER_DATA_DIR, DATABASE_URL, …).
Exit codes: 0 done, 1 failed, 2 not understood, 3 the data folder is in use by another process.`

/** The help of one command. */
export const helpOf = ({ name, summary, details, operands = [], options }: CliCommand): string =>
  [
    `Usage: palaver ${[name, ...operands.map((operand) => `<${operand}>`), '[options]'].join(' ')}`,
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.${details === undefined ? '' : `\n${details}`}`,
    `Options:\n${rows([...Object.entries(options).map(optionRow), ['--help', 'this text']])}`,
  ].join('\n\n')
