import { type MessageColumns, messageColumns, millis } from '../../platform/message-log/rows.ts'
import { anyWord, blocks, keyOf, parts, spans } from './index-key.ts'

/** Hits that are looked at, by relevance and by time; the newest blocks first. */
const mostHits = `CASE WHEN $9::boolean THEN 2000 ELSE 10000 END`
/** Spans that are looked at, the newest of each conversation first: five thousand million messages. */
const mostSpans = 5000

/**
 * For the transaction of a search. Each step is a look-up by one key, and the planner, who may have planned this while the tables were empty,
 * must not think otherwise. The time is bounded whatever was asked.
 */
export const searchSettings = `
  SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('pg_trgm.similarity_threshold', '0.4', true), set_config('statement_timeout', '2000', true)`

const at = (parameter: string): string => `timestamptz 'epoch' + ${parameter}::bigint * interval '1 millisecond'`
const keyed = (query: string, key: string): string => `replace(${query}, '~', ${key})::tsquery`
// As a value of its own it is looked up by its key; as a join it may be planned as a reading of the whole conversation.
const sentAt = (row: string, position: string): string => `(SELECT m.created_at FROM messages m WHERE m.conversation_id = ${row}.conversation_id AND m.position = ${position})`
/** May what stands between two positions be of the time that is asked for? Only a search that has one looks it up. */
const isInTime = (row: string, first: string, last: string): string => `
  CASE WHEN $7::bigint > 0 THEN coalesce(${sentAt(row, `least(${row}.last, ${last})`)} >= ${at('$7')}, true) ELSE true END
  AND CASE WHEN $8::bigint IS NOT NULL THEN coalesce(${sentAt(row, `greatest(${row}.first, ${first})`)} < ${at('$8')}, true) ELSE true END`
/** Cursors know milliseconds. */
const moment = (row: string): string => `date_trunc('milliseconds', ${row}.created_at)`
const ofBlock = (query: string): string => keyed(query, keyOf('s.conversation_id', 'b.block'))

/**
 * Parameters: 1 the caller, 2 a conversation or null, 3 what must match, 4 what matches as it was typed, 5 what has every word whole (tsqueries with ~ for the key),
 * 6 sender or null, 7 after, 8 before or null, 9 by rank?, 10–13 the cursor's rank, time, conversation and position or null, 14 the limit.
 */
export const searchSql = `
  WITH mine AS MATERIALIZED (
    SELECT v.conversation_id, greatest(v.visible_from, c.floor_position + 1) AS first, c.head_position AS last, c.activity_at
    FROM members v JOIN conversations c ON c.id = v.conversation_id
    WHERE v.user_id = $1 AND v.state = 'active' AND ($2::uuid IS NULL OR v.conversation_id = $2)
  ), spans AS MATERIALIZED (
    SELECT x.conversation_id, x.first, x.last, s.span, ${keyed(`'(' || $3::text || ') | ''~${anyWord}'''`, keyOf('x.conversation_id', 's.span'))} AS must
    FROM mine x CROSS JOIN LATERAL (
      SELECT NULL::bigint AS span, ${blocks.of('x.last')} AS age WHERE ${blocks.of('x.first')} = 0
      UNION ALL
      SELECT n, ${blocks.of('x.last')} - ${blocks.of(`least(x.last, ${spans.last('n')})`)} FROM generate_series(${spans.of('x.first')}, ${spans.of('x.last')}) n WHERE ${blocks.of('x.last')} > 0
    ) s
    WHERE x.first <= x.last AND (s.span IS NULL OR ${isInTime('x', spans.first('s.span'), spans.last('s.span'))})
    ORDER BY s.age, x.activity_at DESC LIMIT ${mostSpans}
  ), hits AS MATERIALIZED (
    SELECT h.* FROM spans s CROSS JOIN LATERAL (
      SELECT b.block, ${ofBlock('$3::text')} AS must, ${ofBlock('$4::text')} AS typed, ${ofBlock('$5::text')} AS whole FROM (
        SELECT 0::bigint AS block WHERE s.span IS NULL
        UNION ALL
        (SELECT DISTINCT ${blocks.of(parts.first('p.part'))} FROM part_words p
        WHERE s.span IS NOT NULL AND p.words @@ s.must AND p.conversation_id IS NOT DISTINCT FROM s.conversation_id ORDER BY 1 DESC)
      ) b
      WHERE ${isInTime('s', blocks.first('b.block'), blocks.last('b.block'))}
      OFFSET 0
    ) b CROSS JOIN LATERAL (
      SELECT w.conversation_id, w.position, w.created_at,
        CASE WHEN NOT $9::boolean THEN 0 ELSE
          CASE WHEN w.words @@ b.typed THEN 16 ELSE 0 END + CASE WHEN w.words @@ b.whole THEN 8 ELSE 0 END
          + greatest(0, 7 - floor(ln(length(w.words)::float8) / ln(2::float8))::int) END AS rank
      FROM (
        SELECT w.conversation_id, w.position, w.created_at, w.words FROM message_words w
        WHERE w.words @@ b.must AND w.conversation_id IS NOT DISTINCT FROM s.conversation_id AND w.position >= s.first
          AND ($6::uuid IS NULL OR w.sender_id = $6::uuid) AND w.created_at >= ${at('$7')} AND ($8::bigint IS NULL OR w.created_at < ${at('$8')})
        ORDER BY w.created_at DESC, w.position DESC LIMIT ${mostHits}
      ) w
    ) h LIMIT ${mostHits}
  ), page AS MATERIALIZED (
    SELECT h.* FROM hits h
    WHERE $10::int IS NULL OR (h.rank, ${moment('h')}, h.conversation_id, h.position) < ($10::int, ${at('$11')}, $12::uuid, $13::bigint)
    ORDER BY h.rank DESC, ${moment('h')} DESC, h.conversation_id DESC, h.position DESC LIMIT $14
  )
  SELECT EXISTS (SELECT FROM mine) AS member, (
    SELECT json_agg(json_build_array(p.rank, ${millis('p.created_at')}, p.conversation_id, p.position, m.message)
      ORDER BY p.rank DESC, ${moment('p')} DESC, p.conversation_id DESC, p.position DESC)
    FROM page p LEFT JOIN LATERAL (
      SELECT ${messageColumns('x')} AS message FROM messages x
      WHERE x.conversation_id = p.conversation_id AND x.position = p.position AND x.kind NOT IN ('system', 'deleted')
    ) m ON true) AS hits`

/** A message that matches; its row is null when it may not be shown. */
export type Hit = readonly [rank: number, at: number, conversationId: string, position: number, message: MessageColumns | null]
