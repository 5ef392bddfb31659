import type { Voter } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

export interface VotersRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly optionId: string
  readonly userId: string
  readonly before: number
  readonly limit: number
}

interface Row {
  readonly anonymous: boolean
  readonly known: boolean
  readonly voters: Voter[] | null
}

// Votes in an anonymous poll are not even read.
const list = `
  SELECT p.anonymous, p.known, CASE WHEN NOT p.anonymous THEN (
    SELECT json_agg(json_build_object('userId', v.user_id, 'votedAt', v.at, 'revision', v.revision)) FROM (
      SELECT v.user_id, ${millis('v.voted_at')} AS at, v.revision FROM poll_votes v
      WHERE v.conversation_id = p.conversation_id AND v.position = p.position AND v.option_id = $4 AND v.revision < $5 ORDER BY v.revision DESC LIMIT $6) v) END AS voters
  FROM (
    SELECT m.conversation_id, m.position, (m.content ->> 'anonymous')::boolean AS anonymous,
      EXISTS (SELECT FROM jsonb_array_elements(m.content -> 'options') o WHERE o.value ->> 'id' = $4) AS known
    FROM members w JOIN messages m ON m.conversation_id = w.conversation_id AND m.id = $3 AND m.position >= w.visible_from AND m.kind = 'poll'
    WHERE w.conversation_id = $1 AND w.user_id = $2 AND w.state = 'active') p`

/** Who chose an option, the latest first; undefined when the viewer may not read the poll. */
export const readVoters = async (sql: Sql, { conversationId, messageId, optionId, userId, before, limit }: VotersRequest): Promise<Row | undefined> => {
  const [row] = await sql.query<Row>(list, [conversationId, userId, messageId, optionId, before, limit], 'polls.voters')
  return row
}
