import type { Sql } from '../../platform/sql.ts'

const forgetSql = `
  WITH gone AS (
    DELETE FROM message_words w USING unnest($1::uuid[], $2::bigint[]) AS x(conversation_id, position)
    WHERE w.conversation_id = x.conversation_id AND w.position = x.position RETURNING w.words
  )
  DELETE FROM known_words k USING (SELECT DISTINCT split_part(word, ':', 2) AS word FROM gone, unnest(tsvector_to_array(gone.words)) AS word) g WHERE k.word = g.word`

/**
 * Takes messages out of the index, in the transaction that takes their texts away. Their words are no longer offered for misspelt ones, either,
 * until another message says them.
 */
export const forgetWords = async (tx: Sql, messages: readonly { readonly conversationId: string; readonly position: number }[]): Promise<void> => {
  if (messages.length === 0) return
  await tx.query(forgetSql, [messages.map(({ conversationId }) => conversationId), messages.map(({ position }) => position)], 'search.forget')
}
