import type { CommandInput, Content, Flag, FlagOutcome, FlagReason } from '@palaver/protocol'
import { maxFlagsADay } from '@palaver/protocol/definitions'
import { type MessageColumns, messageColumns, millis, toMessage } from '../../platform/message-log/rows.ts'
import { contentOf, isOpenTo } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'

type NewFlag = CommandInput<'message.flag'> & { readonly id: string; readonly userId: string }

/** What became of an attempt to flag: `own` messages and those of the server are not flagged. */
export type Flagged = { readonly outcome: 'flagged'; readonly flaggedAt: number } | { readonly outcome: 'not_found' | 'own' | 'system' | 'too_many' }

// The same again leaves a flag closed that was closed; anything else opens it.
const flag = `
  WITH target AS (
    SELECT m.conversation_id, m.position, m.revision, m.kind, m.sender_id,
      EXISTS (SELECT FROM flags f WHERE f.conversation_id = m.conversation_id AND f.position = m.position AND f.user_id = v.user_id) AS known,
      (SELECT count(*) FROM (SELECT FROM flags f WHERE f.user_id = v.user_id AND f.flagged_at > now() - interval '24 hours' LIMIT ${maxFlagsADay}) f) AS today
    FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $4 AND m.position >= v.visible_from AND m.kind <> 'deleted' AND ${isOpenTo('m', 'v.user_id')}
    WHERE v.conversation_id = $3 AND v.user_id = $2 AND v.state = 'active'
  ), judged AS (
    SELECT t.*, CASE WHEN t.kind = 'system' THEN 'system' WHEN t.sender_id = $2 THEN 'own' WHEN NOT t.known AND t.today >= ${maxFlagsADay} THEN 'too_many' ELSE 'flagged' END AS outcome
    FROM target t
  ), stored AS (
    INSERT INTO flags AS f (id, conversation_id, position, user_id, revision, reason, note, flagged_at)
    SELECT $1, j.conversation_id, j.position, $2, j.revision, $5, $6, date_trunc('milliseconds', clock_timestamp()) FROM judged j WHERE j.outcome = 'flagged'
    ON CONFLICT (conversation_id, position, user_id) DO UPDATE SET
      revision = excluded.revision, reason = excluded.reason, note = excluded.note, outcome = NULL, resolution_note = NULL, resolved_at = NULL
      WHERE (f.revision, f.reason, f.note) IS DISTINCT FROM (excluded.revision, excluded.reason, excluded.note)
    RETURNING ${millis('f.flagged_at')} AS at
  )
  SELECT j.outcome, coalesce((SELECT at FROM stored),
    (SELECT ${millis('f.flagged_at')} FROM flags f WHERE f.conversation_id = j.conversation_id AND f.position = j.position AND f.user_id = $2)) AS "flaggedAt"
  FROM judged j`

/** Keeps somebody's flag of a message, or changes it; the first time stays. */
export const storeFlag = async (sql: Sql, { id, userId, conversationId, messageId, reason, note }: NewFlag): Promise<Flagged> => {
  const [row] = await sql.query<Flagged>(flag, [id, userId, conversationId, messageId, reason, note ?? null], 'flags.store')
  return row ?? { outcome: 'not_found' }
}

interface Row {
  readonly id: string
  readonly userId: string
  readonly reason: FlagReason
  readonly note: string | null
  readonly flaggedAt: number
  readonly conversationId: string
  readonly revision: number
  readonly message: MessageColumns
  readonly deletedContent: Content | null
  readonly outcome: FlagOutcome | null
  readonly resolutionNote: string | null
  readonly resolvedAt: number
}

// What was for some members only is open to those who judge it.
const columns = `f.id, f.user_id AS "userId", f.reason, f.note, ${millis('f.flagged_at')} AS "flaggedAt", f.conversation_id AS "conversationId", f.revision,
  ${messageColumns('m', 'm.sender_id')} AS message, ${contentOf('d')} AS "deletedContent", f.outcome, f.resolution_note AS "resolutionNote", ${millis('f.resolved_at')} AS "resolvedAt"`
const withMessage = `JOIN messages m ON m.conversation_id = f.conversation_id AND m.position = f.position
  LEFT JOIN deleted_messages d ON d.conversation_id = f.conversation_id AND d.position = f.position`

const list = (state: string): string => `
  SELECT ${columns} FROM (SELECT * FROM flags f WHERE (f.outcome IS NOT NULL) = ${state} AND f.id > $1 ORDER BY f.id LIMIT $2) f ${withMessage} ORDER BY f.id`

const statements = { open: list('false'), resolved: list('true') } as const

/** A page of flags in the order in which they came: those after an id. */
export const readFlags = async (sql: Sql, { state, after, limit }: { readonly state: 'open' | 'resolved'; readonly after: string; readonly limit: number }): Promise<Flag[]> =>
  (await sql.query<Row>(statements[state], [after, limit], `flags.${state}`)).map(toFlag)

const resolve = `
  WITH f AS (
    UPDATE flags SET outcome = $2, resolution_note = $3, resolved_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 RETURNING *
  ) SELECT ${columns} FROM f ${withMessage}`

/** Closes a flag; undefined when there is none. */
export const closeFlag = async (sql: Sql, { flagId, outcome, note }: CommandInput<'flag.resolve'>): Promise<Flag | undefined> => {
  const [row] = await sql.query<Row>(resolve, [flagId, outcome, note ?? null], 'flags.resolve')
  return row && toFlag(row)
}

const toFlag = ({ id, userId, reason, note, flaggedAt, conversationId, revision, message, deletedContent, outcome, resolutionNote, resolvedAt }: Row): Flag => ({
  id, userId, reason, flaggedAt, conversationId, revision,
  message: toMessage(message),
  ...(note === null ? {} : { note }),
  ...(deletedContent === null ? {} : { deletedContent }),
  ...(outcome === null ? {} : { resolution: { outcome, at: resolvedAt, ...(resolutionNote === null ? {} : { note: resolutionNote }) } }),
})
