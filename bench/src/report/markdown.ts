/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** A whole number with its thousands apart; a dash for what was not measured. */
export const count = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '–')

/** A number with so many digits after the point; a dash for what was not measured. */
export const decimal = (value: number, digits = 1): string => (Number.isFinite(value) ? value.toFixed(digits) : '–')
