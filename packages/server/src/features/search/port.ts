import type { Sql } from '../../platform/sql.ts'
import { anyWords, parts } from './index-key.ts'
import { bareWords, unlearn } from './known-words.ts'

// A summary that is being made reads the words that go here; so this waits for it, and has it made again.
const forgetSql = `
  WITH gone AS (
    DELETE FROM message_words w USING unnest($1::uuid[], $2::bigint[]) AS x(conversation_id, position)
    WHERE w.conversation_id = x.conversation_id AND w.position = x.position RETURNING w.conversation_id, w.position, w.words
  ), unsummarised AS (
    UPDATE part_words p SET is_due = true, words = ${anyWords('p.conversation_id', 'p.part')}
    FROM (SELECT DISTINCT conversation_id, ${parts.of('position')} AS part FROM gone) g WHERE p.conversation_id = g.conversation_id AND p.part = g.part
  )
  ${bareWords('gone')}`

/**
 * Takes messages out of the index, in the transaction that takes their texts away. Their words are no longer offered for misspelt ones, either,
 * until another message says them.
 */
export const forgetWords = async (tx: Sql, messages: readonly { readonly conversationId: string; readonly position: number }[]): Promise<void> => {
  if (messages.length === 0) return
  const words = await tx.query<{ word: string }>(forgetSql, [messages.map(({ conversationId }) => conversationId), messages.map(({ position }) => position)], 'search.forget')
  // A statement of its own: the one before may have waited for who indexed them anew, and does not see what was learnt by that.
  await unlearn(tx, words.map(({ word }) => word))
}
