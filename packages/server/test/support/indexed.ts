import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '../../src/platform/sql.ts'

/** Waits until search knows all that stands in a conversation: at most the two seconds that are promised, and some for a busy machine. */
export async function untilIndexed(sql: Sql, conversationId: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 10_000; await sleep(20)) {
    const rows = await sql.query(
      'SELECT FROM conversations c JOIN indexed_conversations i ON i.conversation_id = c.id AND i.revision >= c.head_revision WHERE c.id = $1',
      [conversationId],
    )
    if (rows.length > 0) return
  }
  throw new Error('unable to find a conversation in the index of search; it was not brought up to date')
}
