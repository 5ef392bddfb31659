import type { Message } from '@palaver/protocol'
import { type MessageColumns, messageColumns, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { partsOf } from '../messages/port.ts'

/** Set by the database functions that send, and by {@link planExpiries}; see migrations/0001-functions.ts. */
export const timerKind = 'disappearing'

/** Messages of one conversation that are to disappear. */
export interface Expiring {
  readonly conversationId: string
  readonly message: Message
}

const plan = `
  INSERT INTO timers AS t (id, kind, key, data, due_at, next_at)
  SELECT gen_random_uuid(), '${timerKind}', x.c, jsonb_build_object('conversationId', x.c), x.due, x.due
  FROM (SELECT s.c, min(timestamptz 'epoch' + s.at * interval '1 millisecond') AS due FROM json_to_recordset($1::json) AS s(c text, at bigint) GROUP BY s.c) x
  ON CONFLICT (kind, key) DO UPDATE SET id = excluded.id, data = excluded.data, due_at = excluded.due_at, next_at = excluded.next_at,
    attempts = 0, handovers = 0, error = NULL, failed_at = NULL
  WHERE t.due_at > excluded.due_at OR t.next_at IS NULL`

/** Sets the timers of conversations, unless they are to run before: for who sends without the database functions, under their locks. */
export const planExpiries = async (tx: Sql, sent: readonly Expiring[]): Promise<void> => {
  const rows = sent.flatMap(({ conversationId, message: { expiresAt } }) => (expiresAt === undefined ? [] : [{ c: conversationId, at: expiresAt }]))
  if (rows.length > 0) await tx.query(plan, [JSON.stringify(rows)], 'disappearing.plan')
}

const read = `
  SELECT m.conversation_id AS "conversationId", ${messageColumns('m')} AS message
  FROM unnest($1::uuid[]) AS x(c), LATERAL palaver_expiring(x.c, $2) m`

/** Of each conversation the `most` messages that disappear first, whether their time has come or not. */
export const readExpiring = async (tx: Sql, conversationIds: readonly string[], most: number): Promise<Expiring[]> => {
  const rows = await tx.query<{ conversationId: string; message: MessageColumns }>(read, [conversationIds, most], 'disappearing.read')
  return rows.map(({ conversationId, message }) => ({ conversationId, message: toMessage(message) }))
}

const positions = `json_to_recordset($1::json) AS x(c uuid, p bigint)`
const forget = (table: string): string => `DELETE FROM ${table} t USING x WHERE t.conversation_id = x.c AND t.position = x.p`

// Whatever of them other tables hold, also what was kept for auditors when they were deleted before their time.
const takeAway = `
  WITH x AS MATERIALIZED (SELECT * FROM ${positions}), edits AS (${forget('message_edits')}), deleted AS (${forget('deleted_messages')}),
    deleted_edits AS (${forget('deleted_edits')}), acknowledgements AS (${forget('message_acknowledgements')}),
    votes AS (${forget('poll_votes')})
  ${forget('reactions')}`

const empty = `
  UPDATE messages m SET content = x.content, kind = 'deleted', custom = NULL, parts = x.parts, revision = x.revision, sent_revision = coalesce(m.sent_revision, m.revision)
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, content jsonb, parts jsonb, revision bigint) WHERE m.conversation_id = x.c AND m.position = x.p`

/** Leaves of messages that their time is over: neither what they said nor what was done with them is kept anywhere. */
export const storeExpired = async (tx: Sql, expired: readonly Expiring[]): Promise<void> => {
  const rows = JSON.stringify(expired.map(({ conversationId, message }) => ({ c: conversationId, p: message.position, content: message.content, parts: partsOf(message), revision: message.revision })))
  await tx.query(takeAway, [rows], 'disappearing.take-away')
  await tx.query(empty, [rows], 'disappearing.empty')
}
