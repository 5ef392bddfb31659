import type { ActivityKind } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'

/** Something that concerns one person. */
export interface Concern {
  readonly userId: string
  readonly conversationId: string
  /** Of the message that the entry shows. */
  readonly position: number
  readonly kind: ActivityKind
  /** Epoch milliseconds. */
  readonly at: number
}

// In the order of the key, as every batch locks them.
const insert = `
  INSERT INTO activity (user_id, conversation_id, position, kind, at)
  SELECT x.u, x.c, x.p, x.k, timestamptz 'epoch' + x.at * interval '1 millisecond' FROM json_to_recordset($1::json) AS x(u uuid, c uuid, p bigint, k text, at bigint)
  ORDER BY 1, 2, 3
  ON CONFLICT (user_id, conversation_id, position) DO UPDATE SET at = greatest(activity.at, excluded.at)`

/** Notes what concerns people, one entry for each person and message: what comes again moves it up. What is sent is noted by palaver_send itself. */
export const noteActivity = async (tx: Sql, concerns: readonly Concern[]): Promise<void> => {
  const last = new Map(concerns.map((one) => [`${one.userId} ${one.conversationId} ${one.position}`, one]))
  const rows = [...last.values()].map(({ userId: u, conversationId: c, position: p, kind: k, at }) => ({ u, c, p, k, at }))
  if (rows.length > 0) await tx.query(insert, [JSON.stringify(rows)], 'activity.note')
}
