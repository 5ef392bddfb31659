import { firstId } from '../../platform/id-cursor.ts'
import type { SqlDatabase } from '../../platform/sql.ts'
import { anyWords, blocks, parts, summaryKeyOf } from './index-key.ts'
import { relax } from './index-rounds.ts'

/** 2,048 neighbouring messages of a conversation. */
export interface Part {
  readonly id: string
  readonly part: number
}

/** Before the first part that there may be. */
export const beforeAllParts: Part = { id: firstId, part: 0 }

// Of the newest block no part is worth its summary: it changes with each message.
const due = `
  SELECT p.conversation_id AS id, p.part FROM part_words p JOIN conversations c ON c.id = p.conversation_id
  WHERE p.is_due AND ${blocks.of(parts.first('p.part'))} < ${blocks.of('c.head_position')} AND (p.conversation_id, p.part) > ($1::uuid, $2::bigint)
  ORDER BY p.conversation_id, p.part LIMIT 50`

/** Parts after one that wait for their summary. */
export const dueParts = (sql: SqlDatabase, { id, part }: Part): Promise<Part[]> => sql.query<Part>(due, [id, part], 'search.due')

const claim = `SELECT FROM part_words WHERE conversation_id = $1 AND part = $2::bigint AND is_due FOR UPDATE SKIP LOCKED`

/** Bytes of words in one tsvector: a million is all that it holds. */
const mostBytes = 1_000_000

// A statement of its own, so that it sees what was committed when the row was claimed.
const summarise = `
  UPDATE part_words p SET is_due = false, words = CASE WHEN w.bytes <= ${mostBytes} THEN array_to_tsvector(w.words) ELSE ${anyWords('p.conversation_id', 'p.part')} END
  FROM (
    SELECT coalesce(array_agg(word), '{}') AS words, coalesce(sum(octet_length(word)), 0) AS bytes FROM (
      SELECT ${summaryKeyOf('$1::uuid', '$2::bigint')} || word AS word FROM (
        SELECT DISTINCT split_part(word, ':', 2) AS word FROM message_words m CROSS JOIN LATERAL unnest(tsvector_to_array(m.words)) AS word
        WHERE m.conversation_id = $1 AND m.position BETWEEN ${parts.first('$2::bigint')} AND ${parts.last('$2::bigint')}
      ) said
    ) keyed
  ) w
  WHERE p.conversation_id = $1 AND p.part = $2::bigint`

const gather = `SELECT gin_clean_pending_list('part_words_words')`

/**
 * Writes down which words the messages of a part say. It may tell of words that nobody says any more, never too little: who changes a
 * message's words makes the part due again, in the same transaction.
 */
export const summarisePart = (sql: SqlDatabase, { id, part }: Part): Promise<void> =>
  sql.transaction(async (tx) => {
    const [, claimed] = await Promise.all([tx.query(relax, [], 'search.relax'), tx.query(claim, [id, part], 'search.claim-part')])
    if (claimed.length === 0) return
    await Promise.all([tx.query(summarise, [id, part], 'search.summarise'), tx.query(gather, [], 'search.gather-parts')])
  })
