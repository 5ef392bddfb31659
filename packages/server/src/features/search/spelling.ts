import type { SearchTerm } from '@palaver/core'
import type { Sql } from '../../platform/sql.ts'
import { spelledWords } from './message-words.ts'

const termsAtMost = 4
const spellingsAtMost = 8

// Known words are everybody's, but only messages that the caller may read are found by them.
const alike = `
  SELECT t.term, (SELECT json_agg(a.word) FROM (
    SELECT k.word FROM known_words k WHERE k.word % t.term AND k.word <> t.term ORDER BY similarity(k.word, t.term) DESC, k.word LIMIT ${spellingsAtMost}) a) AS words
  FROM unnest($1::text[]) AS t(term)`

/** The terms with words that are spelled alike; the same terms when there are none. */
export async function withSpellings(tx: Sql, terms: readonly SearchTerm[]): Promise<readonly SearchTerm[]> {
  const misspellable = spelledWords(terms.filter(({ dense }) => !dense).map(({ text }) => text)).slice(0, termsAtMost)
  if (misspellable.length === 0) return terms
  const rows = await tx.query<{ term: string; words: string[] | null }>(alike, [misspellable], 'search.alike')
  const words = new Map(rows.map((row) => [row.term, row.words ?? []]))
  if (rows.every((row) => row.words === null)) return terms
  return terms.map((term) => ({ ...term, similar: words.get(term.text) ?? [] }))
}
