import { piecesOf } from './pieces.ts'

/** One thing that a query asks for: a word or the beginning of one, or a run of a script without spaces. */
export interface SearchTerm {
  /** Folded. */
  readonly text: string
  readonly dense: boolean
  /** A word that begins so is meant, too. */
  readonly prefix: boolean
  /** What must stand in the index, all of it. */
  readonly words: readonly string[]
  /** Other spellings of it that will do as well, each a whole word. */
  readonly similar?: readonly string[]
}

/** More terms of a query are left out. */
const mostTerms = 16

/**
 * The words of a text as an index holds them, each once. Scripts without spaces give each pair of neighbours, and the last character alone, so
 * that a single character is the beginning of some word wherever it stands.
 */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const piece of piecesOf(text)) {
    if (piece.dense) piece.characters.forEach(({ text: one }, n) => words.add(one + (piece.characters[n + 1]?.text ?? '')))
    else words.add(piece.text)
  }
  return words
}

/** What a query asks for; nothing when it holds neither letters, digits nor pictographs. All else in it is literally nothing: no operators, no wildcards. */
export function termsOf(query: string): SearchTerm[] {
  const terms = new Map<string, SearchTerm>()
  const pieces = [...piecesOf(query)]
  for (const [n, piece] of pieces.entries()) {
    const term = piece.dense ? denseTerm(piece.characters.map(({ text }) => text)) : wordTerm(piece.text, n === pieces.length - 1)
    if (term.text !== '') terms.set(term.text, term)
  }
  return [...terms.values()].slice(0, mostTerms)
}

// One letter is the beginning of too much, unless somebody is just typing it.
const wordTerm = (text: string, isLast: boolean): SearchTerm => ({ text, dense: false, prefix: isLast || Array.from(text).length > 1, words: [text] })

const denseTerm = (characters: readonly string[]): SearchTerm => ({
  text: characters.join(''),
  dense: true,
  prefix: characters.length === 1,
  words: characters.length === 1 ? characters : characters.slice(1).map((second, n) => `${characters[n]}${second}`).slice(0, mostTerms),
})
