import type { StreamState } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'

/** The row of a stream that is about to begin. */
export interface Opening {
  readonly messageId: string
  readonly conversationId: string
  readonly userId: string
}

const lockPerson = `SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE`

const open = `
  INSERT INTO streams (message_id, conversation_id, user_id, touched_at)
  SELECT $1, $2, $3, clock_timestamp() WHERE (SELECT count(*) FROM streams s WHERE s.user_id = $3::uuid) < $4::int
  RETURNING message_id`

/** Prepares a stream; false when the person has as many open as there may be. Those of one person wait for each other, so that the limit is exact. */
export const openStream = async (tx: Sql, { messageId, conversationId, userId }: Opening, most: number): Promise<boolean> => {
  await tx.query(lockPerson, [userId], 'streams.person')
  return (await tx.query(open, [messageId, conversationId, userId, most], 'streams.open')).length > 0
}

/** A piece on its way. */
export interface Piece {
  readonly messageId: string
  readonly conversationId: string
  readonly userId: string
  readonly offset: number
  readonly text: string
}

/** What became of a piece. `length`: code points that the text has. `members`: of the conversation. */
export interface Appended {
  readonly outcome: 'appended' | 'known' | 'conflict' | 'ended' | 'too_large' | 'not_yours' | 'not_found' | 'forbidden'
  readonly length: number
  readonly members: number
}

/** Appends in one round trip, under the lock of the stream: whichever node it comes to, the database says what the offset is. */
export const appendPiece = async (sql: Sql, piece: Piece, { allowed, most }: { readonly allowed: readonly string[]; readonly most: number }): Promise<Appended> => {
  const params = [piece.messageId, piece.conversationId, piece.userId, piece.offset, piece.text, allowed, most]
  const [row] = await sql.query<{ answer: Appended }>('SELECT palaver_stream_append($1::uuid, $2::uuid, $3::uuid, $4::int, $5::text, $6::text[], $7::int) AS answer', params, 'streams.append')
  return row?.answer ?? { outcome: 'not_found', length: 0, members: 0 }
}

const textOf = (id: string): string => `(SELECT coalesce(string_agg(p.text, '' ORDER BY p.start), '') FROM stream_pieces p WHERE p.message_id = ${id})`

const read = `
  SELECT CASE WHEN m.parts -> 'stream' ->> 'state' = 'open' THEN ${textOf('m.id')} ELSE m.content ->> 'text' END AS text, m.parts -> 'stream' ->> 'state' AS state
  FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $2 AND m.position >= v.visible_from AND m.parts -> 'stream' IS NOT NULL
  WHERE v.conversation_id = $1 AND v.user_id = $3 AND v.state = 'active'`

/** The whole text of a streamed message; undefined when the viewer may not read it, or it is none. */
export const readStreamed = async (sql: Sql, { conversationId, messageId, userId }: Pick<Piece, 'conversationId' | 'messageId' | 'userId'>): Promise<{ readonly text: string; readonly state: StreamState } | undefined> => {
  const [row] = await sql.query<{ text: string; state: StreamState }>(read, [conversationId, messageId, userId], 'streams.read')
  return row
}

/** A stream under its lock. */
export interface OpenStream {
  readonly text: string
  /** Its author was last heard of so many milliseconds ago. */
  readonly silentMs: number
}

const lock = `
  WITH held AS MATERIALIZED (SELECT s.message_id, s.touched_at FROM streams s WHERE s.message_id = ANY ($1::uuid[]) ORDER BY s.message_id FOR UPDATE)
  SELECT h.message_id AS id FROM held h`
const texts = `
  SELECT s.message_id AS id, ${textOf('s.message_id')} AS text, floor(extract(epoch FROM clock_timestamp() - s.touched_at) * 1000)::bigint AS "silentMs"
  FROM streams s WHERE s.message_id = ANY ($1::uuid[])`

/** Open streams, by message: no piece comes to them before the end of the transaction. */
export const lockStreams = async (tx: Sql, run: readonly { readonly messageId: string }[]): Promise<ReadonlyMap<string, OpenStream>> => {
  const ids = [...new Set(run.map(({ messageId }) => messageId))]
  // Two statements: the second sees what was appended while the first waited for the lock.
  await tx.query(lock, [ids], 'streams.lock')
  const rows = await tx.query<OpenStream & { id: string }>(texts, [ids], 'streams.texts')
  return new Map(rows.map(({ id, text, silentMs }) => [id, { text, silentMs }]))
}

const close = `
  WITH gone AS (DELETE FROM streams WHERE message_id = ANY ($1::uuid[]))
  DELETE FROM timers t USING unnest($1::uuid[]) AS x(id) WHERE t.kind = $2 AND t.key = x.id::text`

/** What timers of streams are called. */
export const timerKind = 'stream'

/** Takes streams that ended away, with their pieces and timers. */
export const closeStreams = async (tx: Sql, messageIds: readonly string[]): Promise<void> => void (await tx.query(close, [messageIds, timerKind], 'streams.close'))

const due = `SELECT touched_at + $2::int * interval '1 millisecond' AS "dueAt" FROM streams WHERE message_id = $1`

/** When an open stream ends unless its author is heard of again. */
export const findDue = async (tx: Sql, messageId: string, silenceMs: number): Promise<Date | undefined> => (await tx.query<{ dueAt: Date }>(due, [messageId, silenceMs], 'streams.due'))[0]?.dueAt
