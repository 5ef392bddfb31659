import type { RowCount } from '../session.ts'

/** Whether no acknowledged message is missing in the database and nothing is there that was not sent; undefined where none are kept. */
export function rowsAgree(lives: readonly RowCount[]): boolean | undefined {
  const counted = lives.filter((rows) => rows.stored !== undefined)
  if (counted.length === 0) return undefined
  return counted.every(({ sent, acknowledged, stored = 0 }) => stored >= acknowledged && stored <= sent)
}

/** The same of all repeats, for a table. */
export function rowsText(repeats: readonly (readonly RowCount[])[]): string {
  const agree = repeats.map(rowsAgree)
  if (agree.every((one) => one === undefined)) return 'none kept'
  return agree.includes(false) ? '**do not agree**' : 'agree'
}
