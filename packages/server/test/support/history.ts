import type { Sql } from '../../src/platform/sql.ts'

/** Writes messages past the writer: `count` of them after the head, each with the next position and revision. */
export const seedMessages = async (sql: Sql, conversationId: string, senderId: string, count: number): Promise<void> => {
  await sql.query(
    `WITH head AS (
       UPDATE conversations SET head_position = head_position + $3, head_revision = head_revision + $3 WHERE id = $1
       RETURNING head_position - $3 AS position, head_revision - $3 AS revision)
     INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
     SELECT $1, head.position + n, gen_random_uuid(), head.revision + n, $2, gen_random_uuid(), ''::bytea, 'text',
       jsonb_build_object('kind', 'text', 'text', 'message ' || (head.position + n)), now() FROM head, generate_series(1, $3::int) AS n`,
    [conversationId, senderId, count],
  )
}

/** Ends or changes a membership past the writer, with the next revision. */
export const changeMember = async (sql: Sql, conversationId: string, userId: string, state: 'active' | 'left' | 'removed'): Promise<void> => {
  await sql.query(
    `WITH head AS (UPDATE conversations SET head_revision = head_revision + 1 WHERE id = $1 RETURNING head_revision),
       own AS (UPDATE users SET user_revision = user_revision + 1 WHERE id = $2 RETURNING user_revision)
     UPDATE members SET state = $3, revision = head.head_revision, user_revision = own.user_revision FROM head, own
     WHERE conversation_id = $1 AND user_id = $2`,
    [conversationId, userId, state],
  )
}
