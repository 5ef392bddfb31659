/** Markup that is already safe. */
export interface Html {
  readonly markup: string
}

type Piece = Html | string | number | readonly Html[]

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const markupOf = (piece: Piece): string => {
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return 'markup' in piece ? piece.markup : piece.map(({ markup }) => markup).join('')
}

/** Markup from a template: strings put into it are escaped, markup is not. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({
  markup: strings.map((text, index) => text + (index < pieces.length ? markupOf(pieces[index] ?? '') : '')).join(''),
})

/** No markup at all. */
export const nothing: Html = { markup: '' }

/** Prose of the contract: its `code` in backticks becomes code. */
export const prose = (text: string): Html => ({
  markup: text.split('`').map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part))).join(''),
})
