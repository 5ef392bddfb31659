import type { ActivityEntry, ActivityKind } from '@palaver/protocol'
import { activityUnreadLimit } from '@palaver/protocol/definitions'
import { type MessageColumns, messageColumns, millis, toMessage } from '../../platform/message-log/rows.ts'
import { isOpenTo } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'

/** Entries that one page looks at, shown or not: what cannot be read any more costs no more than what can. */
export const scannedAtOnce = 200
/** Conversations, those with the latest message, in which mentions of everybody are looked for. */
const placesAtOnce = 200

/** Where a page begins: below this entry. */
export interface ActivityCursor {
  /** Epoch milliseconds. */
  readonly at: number
  readonly conversationId: string
  readonly position: number
}

const order = 'at DESC, conversation_id DESC, position DESC'
const below = `timestamptz 'epoch' + $2::bigint * interval '1 millisecond', $3::uuid, $4::bigint`

const list = `
  WITH mark AS MATERIALIZED (
    SELECT coalesce((SELECT (p.value ->> 'readTo')::bigint FROM private_rows p WHERE p.user_id = $1 AND p.kind = 'activity' AND p.key = 'read'), 0) AS read_to
  ), own AS (
    SELECT a.conversation_id, a.position, a.kind, a.at FROM activity a
    WHERE a.user_id = $1 AND (a.at, a.conversation_id, a.position) < (${below}) ORDER BY ${order} LIMIT ${scannedAtOnce}
  ), places AS (
    SELECT v.conversation_id FROM members v JOIN conversations c ON c.id = v.conversation_id
    WHERE v.user_id = $1 AND v.state = 'active' ORDER BY c.activity_at DESC LIMIT ${placesAtOnce}
  ), wide AS (
    SELECT w.conversation_id, w.position, 'mention' AS kind, w.created_at AS at
    FROM places p JOIN members v ON v.conversation_id = p.conversation_id AND v.user_id = $1, LATERAL palaver_wide_mentions(v, ${below}, ${scannedAtOnce}) w ORDER BY ${order} LIMIT ${scannedAtOnce}
  ), scanned AS MATERIALIZED (
    SELECT * FROM (SELECT * FROM own UNION ALL SELECT * FROM wide) u ORDER BY ${order} LIMIT ${scannedAtOnce}
  ), shown AS MATERIALIZED (
    SELECT s.kind AS why, s.at, m.*, row_number() OVER (ORDER BY s.at DESC, s.conversation_id DESC, s.position DESC) AS n
    FROM scanned s
    JOIN members v ON v.conversation_id = s.conversation_id AND v.user_id = $1 AND v.state = 'active' AND s.position >= v.visible_from
    JOIN messages m ON m.conversation_id = s.conversation_id AND m.position = s.position AND m.kind <> 'deleted' AND ${isOpenTo('m', '$1')}
    WHERE s.kind <> 'reaction' OR EXISTS (
      SELECT FROM jsonb_array_elements(coalesce(m.parts -> 'reactions', '[]')) r WHERE (r ->> 'count')::int > 1 OR NOT jsonb_exists(r -> 'userIds', $1::text))
  )
  SELECT mark.read_to AS "readTo",
    (SELECT least(count(*), ${activityUnreadLimit})::int FROM shown WHERE ${millis('at')} > mark.read_to) AS unread,
    (SELECT json_agg(json_build_array(x.why, ${millis('x.at')}, x.conversation_id, ${messageColumns('x', '$1')}) ORDER BY x.n) FROM shown x WHERE x.n <= $5) AS entries,
    (SELECT json_build_array(count(*), min(${millis('l.at')}), (array_agg(l.conversation_id ORDER BY l.at, l.conversation_id, l.position))[1],
      (array_agg(l.position ORDER BY l.at, l.conversation_id, l.position))[1]) FROM scanned l) AS scanned
  FROM mark`

interface Row {
  readonly readTo: number
  readonly unread: number
  readonly entries: readonly (readonly [kind: ActivityKind, at: number, conversationId: string, message: MessageColumns])[] | null
  readonly scanned: readonly [count: number, at: number, conversationId: string, position: number]
}

/** A page of somebody's activity. */
export interface ActivityPage {
  readonly readTo: number
  readonly unread: number
  readonly entries: readonly ActivityEntry[]
  /** Where the next page begins; undefined after the last. */
  readonly next: ActivityCursor | undefined
}

/** The newest entries below a cursor, in one statement. */
export const readActivity = async (sql: Sql, userId: string, { below: from, limit }: { readonly below: ActivityCursor; readonly limit: number }): Promise<ActivityPage> => {
  const [row] = await sql.query<Row>(list, [userId, from.at, from.conversationId, from.position, limit + 1], 'activity.list')
  if (!row) throw new Error('unable to read the activity; the database gave no row')
  const found = (row.entries ?? []).map(([kind, at, conversationId, message]): ActivityEntry => ({ kind, at, conversationId, message: toMessage(message) }))
  const entries = found.slice(0, limit)
  const last = entries.at(-1)
  const [count, at, conversationId, position] = row.scanned
  const whole = count >= scannedAtOnce ? { at, conversationId, position } : undefined
  return { readTo: row.readTo, unread: row.unread, entries, next: found.length > limit && last ? cursorOf(last) : whole }
}

const cursorOf = ({ at, conversationId, message: { position } }: ActivityEntry): ActivityCursor => ({ at, conversationId, position })
