import type { Sql } from '../../platform/sql.ts'

const among = `SELECT m.user_id FROM members m WHERE m.conversation_id = $1 AND m.user_id = ANY ($2::uuid[]) AND m.state = 'active'`

/** Which of these people are active members: one look-up by the key for each of them. */
export const readMembersAmong = async (sql: Sql, conversationId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql.query<{ user_id: string }>(among, [conversationId, userIds], 'mentions.members')
  return new Set(rows.map(({ user_id }) => user_id))
}
