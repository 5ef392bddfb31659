import type { UserChanges } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { charactersPerAnswer, type Cut, cutAt } from './cut.ts'
import { type MembershipColumns, millis, type PrivateColumns, privateColumns, toMembership, toPrivateRow } from './rows.ts'

interface Row {
  readonly head: number
  readonly memberships: readonly MembershipColumns[] | null
  readonly rows: readonly PrivateColumns[] | null
  /** The first revision whose private rows would make the answer too long. */
  readonly heavy: number | null
}

// WITH TIES, because one change may touch several private rows. Who begins with nothing need not be told what was taken away.
const statement = `SELECT u.user_revision AS head, (
    SELECT json_agg(r.row ORDER BY r.user_revision) FROM (
      SELECT m.user_revision, json_build_array(m.conversation_id, m.role, m.state, ${millis('m.joined_at')}, m.visible_from, m.user_revision) AS row
      FROM members m WHERE m.user_id = u.id AND m.user_revision > $2 ORDER BY m.user_revision LIMIT $3) r) AS memberships,
    p.rows, p.heavy
  FROM users u, LATERAL (
    SELECT json_agg(${privateColumns('w')} ORDER BY w.revision) FILTER (WHERE w.before <= $4) AS rows, min(w.revision) FILTER (WHERE w.before > $4) AS heavy
    FROM (
      SELECT r.*, coalesce(sum(octet_length(r.value::text)) OVER (ORDER BY r.revision GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM (
        SELECT * FROM private_rows r WHERE r.user_id = u.id AND r.revision > $2 AND (r.value IS NOT NULL OR $2 > 0)
        ORDER BY r.revision FETCH FIRST $3 ROWS WITH TIES) r) w) p
  WHERE u.id = $1`

/**
 * What is a user's own and changed after `since`, memberships and private rows, about `limit` rows at most; a cursor beyond the head is reset and
 * read from the beginning.
 */
export const readUserChanges = async (sql: Sql, userId: string, since: number, limit: number): Promise<UserChanges> => {
  const [row] = await sql.query<Row>(statement, [userId, since, limit + 1, charactersPerAnswer], 'log-user-changes')
  if (!row) return { after: since, upTo: since, memberships: [] }
  if (since > row.head) return { ...(await readUserChanges(sql, userId, 0, limit)), reset: true }
  const { upTo, more } = cutOf(row, limit)
  const memberships = (row.memberships ?? []).filter((membership) => membership[5] <= upTo).map(toMembership)
  const rows = (row.rows ?? []).filter((one) => one[2] <= upTo).map(toPrivateRow)
  return { after: since, upTo, memberships, ...(rows.length > 0 ? { rows } : {}), ...(more ? { more } : {}) }
}

/** Both kinds of rows in the order of their revisions, as far as they go into one answer. */
const cutOf = ({ head, memberships, rows, heavy }: Row, limit: number): Cut => {
  const revisions = [...(memberships ?? []).map((membership) => membership[5]), ...(rows ?? []).map((row) => row[2])].sort((a, b) => a - b)
  const cut = cutAt(revisions, limit, head)
  return heavy !== null && cut.upTo >= heavy ? { upTo: heavy - 1, more: true } : cut
}
