import type { Message } from '@palaver/protocol'
import { type MessageColumns, messageColumns, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { partsOf } from '../messages/port.ts'
import { recordset } from '../../platform/recordset.ts'

/** Set by `palaver_set_expiries` with what is sent; see migrations/0001-functions.ts. */
export const timerKind = 'disappearing'

/** Messages of one conversation that are to disappear. */
export interface Expiring {
  readonly conversationId: string
  readonly message: Message
}

const read = `
  SELECT m.conversation_id AS "conversationId", ${messageColumns('m')} AS message
  FROM unnest($1::uuid[]) AS x(c), LATERAL palaver_expiring(x.c, $2) m`

/** Of each conversation the `most` messages that disappear first, whether their time has come or not. */
export const readExpiring = async (tx: Sql, conversationIds: readonly string[], most: number): Promise<Expiring[]> => {
  const rows = await tx.query<{ conversationId: string; message: MessageColumns }>(read, [conversationIds, most], 'disappearing.read')
  return rows.map(({ conversationId, message }) => ({ conversationId, message: toMessage(message) }))
}

/** Takes away whatever these tables hold of messages, also what was kept for auditors when they were deleted before their time: in one statement. */
export const takeAwayFrom = (tables: readonly string[]): string => `
  WITH ${[
    `x AS MATERIALIZED (SELECT * FROM ${recordset('$1', 'c uuid, p bigint')})`,
    ...tables.map((table) => `gone_${table} AS (DELETE FROM ${table} t USING x WHERE t.conversation_id = x.c AND t.position = x.p)`),
  ].join(', ')} SELECT`

const empty = `
  UPDATE messages m SET content = x.content, kind = 'deleted', custom = NULL, parts = x.parts, revision = x.revision, sent_revision = coalesce(m.sent_revision, m.revision)
  FROM ${recordset('$1', 'c uuid, p bigint, content jsonb, parts jsonb, revision bigint')} WHERE m.conversation_id = x.c AND m.position = x.p`

/** Leaves of messages that their time is over: neither what they said nor what was done with them is kept anywhere. `takeAway`: of {@link takeAwayFrom}. */
export const storeExpired = async (tx: Sql, expired: readonly Expiring[], takeAway: string): Promise<void> => {
  const rows = JSON.stringify(expired.map(({ conversationId, message }) => ({ c: conversationId, p: message.position, content: message.content, parts: partsOf(message), revision: message.revision })))
  await tx.query(takeAway, [rows], 'disappearing.take-away')
  await tx.query(empty, [rows], 'disappearing.empty')
}
