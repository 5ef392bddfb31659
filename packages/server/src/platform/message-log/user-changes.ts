import type { UserChanges } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { cutAt } from './cut.ts'
import { type MembershipColumns, millis, toMembership } from './rows.ts'

interface Row {
  readonly head: number
  readonly memberships: readonly MembershipColumns[] | null
}

const statement = `SELECT u.user_revision AS head, (
    SELECT json_agg(r.row ORDER BY r.user_revision) FROM (
      SELECT m.user_revision, json_build_array(m.conversation_id, m.role, m.state, ${millis('m.joined_at')}, m.visible_from, m.user_revision) AS row
      FROM members m WHERE m.user_id = u.id AND m.user_revision > $2 ORDER BY m.user_revision LIMIT $3) r) AS memberships
  FROM users u WHERE u.id = $1`

/** The memberships of a user that changed after `since`, at most `limit`; a cursor beyond the head is reset and read from the beginning. */
export const readUserChanges = async (sql: Sql, userId: string, since: number, limit: number): Promise<UserChanges> => {
  const [row] = await sql.query<Row>(statement, [userId, since, limit + 1], 'log-user-changes')
  if (!row) return { after: since, upTo: since, memberships: [] }
  if (since > row.head) return { ...(await readUserChanges(sql, userId, 0, limit)), reset: true }
  const memberships = row.memberships ?? []
  const { upTo, more } = cutAt(memberships.map((membership) => membership[5]), limit, row.head)
  return {
    after: since,
    upTo,
    memberships: memberships.filter((membership) => membership[5] <= upTo).map(toMembership),
    ...(more ? { more } : {}),
  }
}
