import type { Connections } from '../../platform/fan-out/connections.ts'
import type { Sql } from '../../platform/sql.ts'

const welcome = `SELECT a.n FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a(user_id, session_id, n)
  JOIN users u ON u.id = a.user_id AND u.state = 'active'
  LEFT JOIN sessions s ON s.id = a.session_id AND s.user_id = a.user_id
  WHERE a.session_id IS NULL OR (s.revoked_at IS NULL AND s.expires_at > $3)`

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
    const kept = new Set((await sql.query<{ n: number }>(welcome, params, 'session_sockets')).map(({ n }) => Number(n)))
    for (const [index, connection] of some.entries()) if (!kept.has(index + 1)) connection.close(4403)
  }
}
