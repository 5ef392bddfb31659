import { type MessageColumns, messageColumns, millis } from '../../platform/message-log/rows.ts'
import { blockOf, firstOf, keyOf, lastOf } from './index-key.ts'

/** Hits that are ranked; the newest blocks first. */
export const mostHits = 10_000
/** Blocks that are looked at, the newest of each conversation first: forty million messages. */
const mostBlocks = 5000

/**
 * For the transaction of a search. Each step is a look-up by one key, and the planner, who may have planned this while the tables were empty,
 * must not think otherwise. The time is bounded whatever was asked.
 */
export const searchSettings = `
  SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('pg_trgm.similarity_threshold', '0.4', true), set_config('statement_timeout', '2000', true)`

const at = (parameter: string): string => `timestamptz 'epoch' + ${parameter}::bigint * interval '1 millisecond'`
const asked = (query: string): string => `replace(${query}::text, '~', ${keyOf('b.conversation_id', 'b.n')})::tsquery`
// As a value of its own it is looked up by its key; as a join it may be planned as a reading of the whole conversation.
const sentAt = (position: string): string => `(SELECT m.created_at FROM messages m WHERE m.conversation_id = x.conversation_id AND m.position = ${position})`

/**
 * Parameters: 1 the caller, 2 a conversation or null, 3 what must match, 4 what matches as it was typed, 5 what has every word whole (tsqueries with ~ for the key),
 * 6 sender or null, 7 after, 8 before or null, 9 by rank?, 10–13 the cursor's rank, time, conversation and position or null, 14 the limit.
 */
export const searchSql = `
  WITH mine AS MATERIALIZED (
    SELECT v.conversation_id, greatest(v.visible_from, c.floor_position + 1) AS first, c.head_position AS last, c.activity_at
    FROM members v JOIN conversations c ON c.id = v.conversation_id
    WHERE v.user_id = $1 AND v.state = 'active' AND ($2::uuid IS NULL OR v.conversation_id = $2)
  ), blocks AS MATERIALIZED (
    SELECT b.conversation_id, b.first, ${asked('$3')} AS must, ${asked('$4')} AS typed, ${asked('$5')} AS whole
    FROM (
      SELECT x.*, n, ${blockOf('x.last')} - n AS age,
        CASE WHEN $7::bigint > 0 THEN ${sentAt(`least(x.last, ${lastOf('n')})`)} END AS ended,
        CASE WHEN $8::bigint IS NOT NULL THEN ${sentAt(`greatest(x.first, ${firstOf('n')})`)} END AS began
      FROM mine x CROSS JOIN LATERAL generate_series(${blockOf('x.first')}, ${blockOf('x.last')}) n WHERE x.first <= x.last OFFSET 0
    ) b
    WHERE ($7::bigint = 0 OR coalesce(b.ended >= ${at('$7')}, true)) AND ($8::bigint IS NULL OR coalesce(b.began < ${at('$8')}, true))
    ORDER BY b.age, b.activity_at DESC LIMIT ${mostBlocks}
  ), hits AS MATERIALIZED (
    SELECT h.* FROM blocks b CROSS JOIN LATERAL (
      SELECT w.conversation_id, w.position, w.created_at,
        CASE WHEN NOT $9::boolean THEN 0 ELSE
          CASE WHEN w.words @@ b.typed THEN 16 ELSE 0 END + CASE WHEN w.words @@ b.whole THEN 8 ELSE 0 END
          + greatest(0, 7 - floor(ln(length(w.words)::float8) / ln(2::float8))::int) END AS rank
      FROM message_words w
      WHERE w.words @@ b.must AND w.conversation_id IS NOT DISTINCT FROM b.conversation_id AND w.position >= b.first
        AND ($6::uuid IS NULL OR w.sender_id = $6::uuid) AND w.created_at >= ${at('$7')} AND ($8::bigint IS NULL OR w.created_at < ${at('$8')})
    ) h LIMIT ${mostHits}
  ), page AS MATERIALIZED (
    SELECT h.* FROM hits h
    WHERE $10::int IS NULL OR (h.rank, ${millis('h.created_at')}, h.conversation_id, h.position) < ($10::int, $11::bigint, $12::uuid, $13::bigint)
    ORDER BY h.rank DESC, ${millis('h.created_at')} DESC, h.conversation_id DESC, h.position DESC LIMIT $14
  )
  SELECT EXISTS (SELECT FROM mine) AS member, (
    SELECT json_agg(json_build_array(p.rank, ${millis('p.created_at')}, p.conversation_id, p.position, m.message)
      ORDER BY p.rank DESC, ${millis('p.created_at')} DESC, p.conversation_id DESC, p.position DESC)
    FROM page p LEFT JOIN LATERAL (
      SELECT ${messageColumns('x')} AS message FROM messages x
      WHERE x.conversation_id = p.conversation_id AND x.position = p.position AND x.kind NOT IN ('system', 'deleted')
    ) m ON true) AS hits`

/** A message that matches; its row is null when it may not be shown. */
export type Hit = readonly [rank: number, at: number, conversationId: string, position: number, message: MessageColumns | null]
