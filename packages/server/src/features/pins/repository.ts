import type { Message } from '@palaver/protocol'
import { type MessageColumns, messageColumns, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

const count = `
  SELECT x.c AS id, (SELECT count(*)::int FROM palaver_pinned(x.c)) AS pins
  FROM unnest($1::uuid[]) AS x(c)`

/** How many messages are pinned in the conversations of a run. */
export const countPins = async (tx: Sql, run: readonly { readonly conversationId: string }[]): Promise<Map<string, number>> => {
  const ids = [...new Set(run.map(({ conversationId }) => conversationId))]
  const rows = await tx.query<{ id: string; pins: number }>(count, [ids], 'pins.count')
  return new Map(rows.map(({ id, pins }) => [id, pins]))
}

const list = `
  SELECT (SELECT json_agg(${messageColumns('m')} ORDER BY (m.parts -> 'pin' ->> 'at')::bigint DESC, m.position DESC) FROM palaver_pinned(v.conversation_id) m
    WHERE m.position >= v.visible_from) AS messages
  FROM members v WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

/** What the viewer may read of what is pinned, the last pinned first; undefined when they are not a member. */
export const readPins = async (sql: Sql, conversationId: string, userId: string): Promise<Message[] | undefined> => {
  const [row] = await sql.query<{ messages: readonly MessageColumns[] | null }>(list, [conversationId, userId], 'pins.list')
  return row && (row.messages ?? []).map(toMessage)
}
