import type { CommandOutput, Message, SentMessage } from '@palaver/protocol'
import { type MessageColumns, messageColumns, millis, toMessage } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

/** Where a page of history stands. Positions have no holes, so its bounds are arithmetic and cost the same however long history is. */
export type Anchor =
  | { readonly mode: 'before' | 'after' | 'around' | 'at'; readonly value: number }
  | { readonly mode: 'newest' }

export interface PageRequest {
  readonly conversationId: string
  readonly userId: string
  readonly anchor: Anchor
  readonly limit: number
}

// The bounds of what the viewer may read, or no row at all for one who is not an active member.
const viewed = `
  SELECT c.id, greatest(v.visible_from, c.floor_position + 1) AS first, c.head_position AS last
  FROM members v JOIN conversations c ON c.id = v.conversation_id
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

// created_at never goes down as positions go up (the writer sees to it), so a time is found by halving, without an index.
const firstAt = `(
  WITH RECURSIVE probe (low, high) AS (
    SELECT b.first, b.last + 1
    UNION ALL
    SELECT CASE WHEN m.created_at >= $3 THEN p.low ELSE m.position + 1 END, CASE WHEN m.created_at >= $3 THEN m.position ELSE p.high END
    FROM probe p JOIN messages m ON m.conversation_id = b.id AND m.position = (p.low + p.high) / 2
    WHERE p.low < p.high
  ) SELECT low FROM probe WHERE low >= high)`

const backFrom = (last: string) => `least(${last}, b.last) AS high, greatest(b.first, least(${last}, b.last) - $4 + 1) AS low`
const onFrom = (first: string) => `least(greatest(b.first, ${first}) + $4 - 1, b.last) AS high, greatest(b.first, ${first}) AS low`
const around = (middle: string) => `least(greatest(b.first, ${middle} - $4 / 2) + $4 - 1, b.last) AS high,
  greatest(b.first, least(greatest(b.first, ${middle} - $4 / 2) + $4 - 1, b.last) - $4 + 1) AS low`

const ranges = {
  before: `SELECT b.*, ${backFrom('$3::bigint - 1')} FROM bounds b`,
  newest: `SELECT b.*, ${backFrom('b.last + $3::bigint')} FROM bounds b`,
  after: `SELECT b.*, ${onFrom('$3::bigint + 1')} FROM bounds b`,
  around: `SELECT b.*, ${around('$3::bigint')} FROM bounds b`,
  at: `SELECT b.*, ${around('f.middle')} FROM bounds b, LATERAL (SELECT ${firstAt.replaceAll('$3', "(timestamptz 'epoch' + $3::bigint * interval '1 millisecond')")} AS middle) f`,
} as const

const page = (mode: keyof typeof ranges): string => `
  WITH bounds AS (${viewed}), range AS (${ranges[mode]})
  SELECT r.low > r.first AS has_before, r.high < r.last AS has_after,
    (SELECT json_agg(${messageColumns('m', '$2')} ORDER BY m.position) FROM messages m
     WHERE m.conversation_id = r.id AND m.position BETWEEN r.low AND r.high) AS messages
  FROM range r`

const pages = { before: page('before'), newest: page('newest'), after: page('after'), around: page('around'), at: page('at') }

/** A page of history, oldest first; undefined for one who is not an active member. */
export const readPage = async (sql: Sql, { conversationId, userId, anchor, limit }: PageRequest): Promise<CommandOutput<'message.list'> | undefined> => {
  const value = anchor.mode === 'newest' ? 0 : anchor.value
  const [row] = await sql.query<{ has_before: boolean; has_after: boolean; messages: readonly MessageColumns[] | null }>(
    pages[anchor.mode],
    [conversationId, userId, value, limit],
    `messages.${anchor.mode}`,
  )
  return row && { messages: (row.messages ?? []).map(toMessage), hasBefore: row.has_before, hasAfter: row.has_after }
}

const one = `
  SELECT ${messageColumns('m', 'v.user_id')} AS message
  FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $3 AND m.position >= v.visible_from
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

/** One message that the viewer may read. */
export const findMessage = async (sql: Sql, conversationId: string, userId: string, messageId: string): Promise<Message | undefined> => {
  const [row] = await sql.query<{ message: MessageColumns }>(one, [conversationId, userId, messageId], 'messages.get')
  return row && toMessage(row.message)
}

const sentBefore = `
  SELECT encode(m.input_hash, 'hex') AS hash, json_build_object('id', m.id, 'position', m.position, 'revision', coalesce(m.sent_revision, m.revision),
    'createdAt', ${millis('m.created_at')}) AS sent
  FROM members v JOIN messages m ON m.client_id = $3 AND m.sender_id = v.user_id AND m.conversation_id = v.conversation_id
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

/** What a clientId of an active member was answered, and the hash of its input. */
export const findSent = async (
  sql: Sql,
  { conversationId, senderId, clientId }: { readonly conversationId: string; readonly senderId: string; readonly clientId: string },
): Promise<{ readonly hash: string; readonly sent: SentMessage } | undefined> => {
  const [row] = await sql.query<{ hash: string; sent: SentMessage }>(sentBefore, [conversationId, senderId, clientId], 'messages.sent-before')
  return row
}
