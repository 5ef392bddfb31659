import type { Acknowledgement, Message } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import type { MessageChange } from '../messages/port.ts'

/** Names one member's acknowledgement of one message. */
export const keyOf = ({ messageId, callerId }: Pick<MessageChange, 'messageId' | 'callerId'>): string => messageId + callerId

const read = `
  SELECT x.i AS "messageId", x.u AS "callerId" FROM unnest($1::uuid[], $2::uuid[]) AS x(i, u)
  JOIN messages m ON m.id = x.i
  JOIN message_acknowledgements a ON a.conversation_id = m.conversation_id AND a.position = m.position AND a.user_id = x.u`

/** Who of those who acknowledge has done so before. */
export const readAcknowledged = async (tx: Sql, run: readonly MessageChange[]): Promise<Set<string>> => {
  const params = [run.map(({ messageId }) => messageId), run.map(({ callerId }) => callerId)]
  return new Set((await tx.query<Pick<MessageChange, 'messageId' | 'callerId'>>(read, params, 'priorities.acknowledged')).map(keyOf))
}

interface Accepted {
  readonly change: MessageChange
  readonly after: Message
  readonly now: number
}

const insert = `
  INSERT INTO message_acknowledgements (conversation_id, position, user_id, revision, acknowledged_at)
  SELECT x.c, x.p, x.u, x.r, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, u uuid, r bigint, at bigint)`

/** Keeps who acknowledged what. */
export const storeAcknowledgements = async (tx: Sql, accepted: readonly Accepted[]): Promise<void> => {
  const rows = accepted.map(({ change, after, now }) => ({ c: change.conversationId, p: after.position, u: change.callerId, r: after.revision, at: now }))
  await tx.query(insert, [JSON.stringify(rows)], 'priorities.acknowledge')
}

const list = `
  SELECT (SELECT json_agg(json_build_object('userId', a.user_id, 'acknowledgedAt', a.at, 'revision', a.revision)) FROM (
    SELECT a.user_id, ${millis('a.acknowledged_at')} AS at, a.revision FROM message_acknowledgements a
    WHERE a.conversation_id = m.conversation_id AND a.position = m.position AND a.revision < $4 ORDER BY a.revision DESC LIMIT $5) a) AS acknowledgements
  FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $3 AND m.position >= v.visible_from AND m.kind <> 'deleted'
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

export interface AcknowledgementsRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
  readonly before: number
  readonly limit: number
}

/** Who acknowledged a message, the latest first; undefined when the viewer may not read it. */
export const readAcknowledgements = async (sql: Sql, { conversationId, messageId, userId, before, limit }: AcknowledgementsRequest): Promise<Acknowledgement[] | undefined> => {
  const [row] = await sql.query<{ acknowledgements: Acknowledgement[] | null }>(list, [conversationId, userId, messageId, before, limit], 'priorities.list')
  return row && (row.acknowledgements ?? [])
}
