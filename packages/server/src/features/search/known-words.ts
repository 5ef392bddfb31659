// The words that are offered for misspelt ones. Who takes some away does so after it has added others, and in their order: several work at once, and none is to wait in a circle.
import type { Sql } from '../../platform/sql.ts'

const taken = `DELETE FROM known_words WHERE word IN (SELECT word FROM known_words WHERE word = ANY ($1::text[]) ORDER BY word FOR UPDATE)`

/** SQL for the words of rows of `message_words`, without the keys before them. */
export const bareWords = (from: string): string => `SELECT split_part(keyed, ':', 2) AS word FROM ${from} w, unnest(tsvector_to_array(w.words)) AS keyed`

const indexed = bareWords(`(
  SELECT w.words FROM message_words w JOIN unnest($1::uuid[], $2::bigint[]) AS x(c, p) ON w.conversation_id = x.c AND w.position = x.p)`)

/** The words that messages said when they were indexed last. */
export const indexedWords = async (tx: Sql, messages: readonly { readonly c: string; readonly p: number }[]): Promise<readonly string[]> => {
  if (messages.length === 0) return []
  const rows = await tx.query<{ word: string }>(indexed, [messages.map(({ c }) => c), messages.map(({ p }) => p)], 'search.indexed_words')
  return rows.map(({ word }) => word)
}

/** Takes words away until another message says them. */
export const unlearn = async (tx: Sql, words: readonly string[]): Promise<void> => {
  if (words.length > 0) await tx.query(taken, [[...new Set(words)]], 'search.unlearn')
}
