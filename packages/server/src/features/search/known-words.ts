// The words that are offered for misspelt ones. Not by SQL that finds and takes them at once: several wait for each other's rows, so all take them in one order.
import type { Sql } from '../../platform/sql.ts'

const taken = (words: string): string => `DELETE FROM known_words WHERE word IN (SELECT word FROM known_words WHERE word IN (${words}) ORDER BY word FOR UPDATE)`

/** SQL for the words of rows of `message_words`, without the keys before them. */
export const bareWords = (from: string): string => `SELECT split_part(keyed, ':', 2) AS word FROM ${from} w, unnest(tsvector_to_array(w.words)) AS keyed`

/** Takes words away until another message says them. */
export const unlearn = async (tx: Sql, words: readonly string[]): Promise<void> => {
  if (words.length > 0) await tx.query(taken('SELECT unnest($1::text[])'), [words], 'search.unlearn')
}

const unlearnIndexed = taken(bareWords(`(
  SELECT w.words FROM message_words w JOIN unnest($1::uuid[], $2::bigint[]) AS x(c, p) ON w.conversation_id = x.c AND w.position = x.p)`))

/** Takes away the words that messages said when they were indexed last. */
export const unlearnMessages = (tx: Sql, messages: readonly { readonly c: string; readonly p: number }[]): Promise<unknown> =>
  tx.query(unlearnIndexed, [messages.map(({ c }) => c), messages.map(({ p }) => p)], 'search.unlearn_messages')
