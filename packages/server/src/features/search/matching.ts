import type { SearchTerm } from '@palaver/core'

/** Stands for the key of a block in a tsquery; no word holds it. */
const key = '~'

const word = (text: string, prefix = false): string => `'${key}${text}'${prefix ? ':*' : ''}`
const all = (parts: readonly string[]): string => parts.join(' & ')

/** One term as it was typed. Words are letters, digits and pictographs, so nothing in them means anything to a tsquery. */
const asTyped = ({ words, prefix }: SearchTerm): string => all(words.map((each) => word(each, prefix)))

const orAlike = (term: SearchTerm): string =>
  term.similar && term.similar.length > 0 ? `(${[`(${asTyped(term)})`, ...term.similar.map((each) => word(each))].join(' | ')})` : asTyped(term)

/** The tsqueries of a search. */
export interface Matching {
  /** What must match. */
  readonly must: string
  /** What matches as it was typed. */
  readonly typed: string
  /** What has every word whole. */
  readonly whole: string
}

// A key without a word.
const nothing = word('')

/** `also`: words that must stand there beside the terms. Without terms nothing matches. */
export const matchingOf = (terms: readonly SearchTerm[], also: readonly string[]): Matching => ({
  must: terms.length === 0 ? nothing : all([...terms.map(orAlike), ...also.map((each) => word(each))]),
  typed: all(terms.map(asTyped)),
  whole: all(terms.flatMap(({ words }) => words.map((each) => word(each)))),
})
