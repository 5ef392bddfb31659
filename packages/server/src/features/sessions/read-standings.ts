import type { Sql } from '../../platform/sql.ts'
import type { Standing } from '../people/port.ts'

/** Whose standing is asked for, and by which session, if it is one of ours. */
export interface StandingKey {
  readonly userId: string
  readonly sessionId: string | undefined
}

interface Row extends Standing {
  readonly over: boolean
}

// Suspension comes before the session: it has ended that, too, and the person is to know why.
const standings = `
  SELECT u.id AS "userId", u.role, coalesce(u.state = 'active', false) AS active,
    u.id IS NULL OR (a.session_id IS NOT NULL AND (s.id IS NULL OR (u.state = 'active' AND (s.revoked_at IS NOT NULL OR s.expires_at <= $3)))) AS over
  FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a(user_id, session_id, n)
  LEFT JOIN users u ON u.id = a.user_id
  LEFT JOIN sessions s ON s.id = a.session_id AND s.user_id = a.user_id
  ORDER BY a.n`

/** For each key: undefined when the session was revoked or ran out, or the user does not exist; not active when the user is suspended. */
export const readStandings = async (sql: Sql, keys: readonly StandingKey[], now: Date): Promise<(Standing | undefined)[]> => {
  const rows = await sql.query<Row>(standings, [keys.map(({ userId }) => userId), keys.map(({ sessionId }) => sessionId ?? null), now], 'session_standings')
  return rows.map(({ over, ...standing }) => (over ? undefined : standing))
}
