import { largeAbove } from '@palaver/core'
import type { CommandOutput } from '@palaver/protocol'
import { audienceOf, isOpenTo } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'

/** Places among the members of a large conversation at which a sample is taken, and members looked at from each. */
const probes = 32
const ofEach = 32

export interface ReadersRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
  readonly state: 'read' | 'delivered'
  /** Begins after this id. */
  readonly after: string
  readonly limit: number
}

export interface Readers {
  readonly counts: CommandOutput<'message.readers'>['counts']
  /** In order; undefined in large conversations. */
  readonly userIds: readonly string[]
}

// Who came after the message was sent stands at a mark above it, and has not read it.
const concerned = (member: string): string =>
  `${member}.conversation_id = s.conversation_id AND ${member}.state = 'active' AND ${member}.user_id <> s.sender_id AND s.position >= ${member}.visible_from
    AND ${member}.joined_at <= s.created_at AND (s.audience IS NULL OR ${member}.user_id = ANY (s.audience))`

const edge = (order: string): string => `(SELECT p.user_id FROM members p WHERE p.conversation_id = s.conversation_id ORDER BY p.user_id ${order} LIMIT 1)`
const timeOf = (id: string): string => `('x' || left(replace(${id}::text, '-', ''), 12))::bit(48)::bigint`

// Ids begin with the time at which somebody came to the deployment, so a run of them is no sample: probes stand at even distances between the
// first and the last. The same members for the same conversation, so that numbers do not jump about.
const sampled = `
  SELECT DISTINCT ON (p.user_id) p.* FROM (SELECT ${timeOf(edge('ASC'))} AS low, ${timeOf(edge('DESC'))} AS high) e, generate_series(0, ${probes - 1}) AS n,
    LATERAL (
      SELECT p.* FROM members p WHERE p.conversation_id = s.conversation_id
        AND p.user_id >= (lpad(to_hex(e.low + (e.high - e.low) * n / ${probes}), 12, '0') || repeat('0', 20))::uuid
      ORDER BY p.user_id LIMIT ${ofEach}
    ) p
  WHERE s.member_count > ${largeAbove}`

const read = `
  WITH s AS MATERIALIZED (
    SELECT m.conversation_id, m.position, m.sender_id, m.created_at, c.member_count, ${audienceOf('m')} AS audience
    FROM members v JOIN conversations c ON c.id = v.conversation_id
    JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $3 AND m.position >= v.visible_from AND m.kind <> 'deleted' AND ${isOpenTo('m', 'v.user_id')}
    WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'
  ), others AS MATERIALIZED (
    SELECT p.user_id, p.delivered_position >= s.position AS delivered, p.read_position >= s.position AS read
    FROM s JOIN members p ON ${concerned('p')} WHERE s.member_count <= ${largeAbove}
    UNION ALL
    SELECT p.user_id, p.delivered_position >= s.position, p.read_position >= s.position
    FROM s, LATERAL (${sampled}) p WHERE ${concerned('p')}
  )
  SELECT s.member_count AS "memberCount",
    (SELECT count(*)::int FROM others) AS members,
    (SELECT count(*)::int FROM others WHERE delivered) AS delivered,
    (SELECT count(*)::int FROM others WHERE read) AS read,
    (SELECT json_agg(o.user_id) FROM (
      SELECT o.user_id FROM others o WHERE s.member_count <= ${largeAbove} AND o.user_id > $4 AND o.delivered AND o.read = ($5::text = 'read')
      ORDER BY o.user_id LIMIT $6) o) AS "userIds"
  FROM s`

interface Row {
  readonly memberCount: number
  readonly members: number
  readonly delivered: number
  readonly read: number
  readonly userIds: readonly string[] | null
}

/** Who has a message, in one statement over 1,024 members at most; undefined when the viewer may not read it. */
export const readReaders = async (sql: Sql, { conversationId, messageId, userId, state, after, limit }: ReadersRequest): Promise<Readers | undefined> => {
  const [row] = await sql.query<Row>(read, [conversationId, userId, messageId, after, state, limit], 'readers.read')
  return row && { counts: countsOf(row), userIds: row.userIds ?? [] }
}

function countsOf({ memberCount, members, delivered, read: seen }: Row): Readers['counts'] {
  if (memberCount <= largeAbove) return { read: seen, delivered, members, exact: true }
  const others = memberCount - 1
  const share = (count: number): number => (members === 0 ? 0 : Math.round((count / members) * others))
  return { read: share(seen), delivered: share(delivered), members: others, exact: false }
}
