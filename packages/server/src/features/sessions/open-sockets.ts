import type { Connections } from '../../platform/fan-out/connections.ts'
import type { Sql } from '../../platform/sql.ts'

const unwelcome = `SELECT a.n, u.state = 'suspended' AS suspended FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a(user_id, session_id, n)
  LEFT JOIN users u ON u.id = a.user_id
  LEFT JOIN sessions s ON s.id = a.session_id AND s.user_id = a.user_id
  WHERE u.state IS DISTINCT FROM 'active' OR (a.session_id IS NOT NULL AND (s.id IS NULL OR s.revoked_at IS NOT NULL OR s.expires_at <= $3))`

const socketsPerQuery = 1000

/** What {@link closeUnwelcome} works with. */
export interface OpenSocketsParts {
  readonly sql: Sql
  readonly connections: Pick<Connections, 'all'>
  readonly now: () => number
}

/** Closes the sockets of this node whose session is over or whose user is suspended: the bus may have lost that message. One query for a thousand. */
export async function closeUnwelcome({ sql, connections, now }: OpenSocketsParts): Promise<void> {
  const open = [...connections.all()].map(({ connection }) => connection)
  for (let at = 0; at < open.length; at += socketsPerQuery) {
    const some = open.slice(at, at + socketsPerQuery)
    const params = [some.map(({ userId }) => userId), some.map(({ sessionId }) => sessionId ?? null), new Date(now())]
    const rows = await sql.query<{ n: number; suspended: boolean | null }>(unwelcome, params, 'session_sockets')
    for (const { n, suspended } of rows) some[Number(n) - 1]?.close(suspended ? 4423 : 4403)
  }
}
