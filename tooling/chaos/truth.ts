import type { Mark } from '@palaver/client'
import { readRows } from '../../packages/server/test/support/read-rows.ts'
import type { Own, TrueConversation, TrueMessage } from './evidence.ts'
import { facetsOf, type Original, votesOf } from './facets.ts'
import { privately, unlisted } from './private-truth.ts'

const conversations = `SELECT id, coalesce(topic, '') AS topic FROM conversations ORDER BY id`
const confided = `FROM restricted_messages o WHERE o.conversation_id = m.conversation_id AND o.position = m.position AND m.kind = 'restricted'`
// What is for some only leaves a trace for its sender when it is deleted. Reactions to a deleted message and its acknowledgements stay for the undo, and nobody sees them; a thread outlasts what its root said.
const messages = `
  SELECT conversation_id, id, position::int, client_id, sender_id, coalesce(content ->> 'text', content ->> 'question', (SELECT o.said -> 'content' ->> 'text' ${confided}), '(' || kind || ')') AS text,
    array(SELECT r.emoji || ' ' || r.user_id FROM reactions r WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND m.kind <> 'deleted') AS reactions,
    coalesce(parts ? 'pin', false) AS pinned, kind = 'deleted' AS deleted, coalesce((content ->> 'expired')::boolean, false) AS expired,
    array(SELECT jsonb_array_elements_text(parts -> 'mentions' -> 'userIds')) AS mentions, coalesce(parts ? 'urgent', false) AS urgent, parts -> 'forwardedFrom' AS forwarded, parts -> 'stream' ->> 'state' AS stream,
    array(SELECT a.user_id::text FROM message_acknowledgements a WHERE a.conversation_id = m.conversation_id AND a.position = m.position AND m.kind <> 'deleted') AS acknowledged,
    CASE WHEN parts ? 'restricted' THEN CASE kind WHEN 'deleted' THEN array[sender_id] ELSE (SELECT o.user_ids ${confided}) END END AS audience,
    thread_root_id, coalesce(parts ? 'alsoToConversation', false) AS also,
    (SELECT json_build_object('replies', count(*), 'last', max(r.position)) FROM messages r WHERE r.thread_root_id = m.id HAVING count(*) > 0) AS thread,
    CASE WHEN kind = 'poll' THEN array(SELECT o.value ->> 'id' FROM jsonb_array_elements(content -> 'options') o) END AS options
  FROM messages m ORDER BY conversation_id, position`
const votes = `
  SELECT m.conversation_id, m.id AS message_id, v.user_id, array_agg(v.option_id) AS chosen
  FROM poll_votes v JOIN messages m ON m.conversation_id = v.conversation_id AND m.position = v.position WHERE m.kind = 'poll' GROUP BY m.conversation_id, m.id, v.user_id`
// The client's rule in the words of SQL, written here anew: what is checked must not check itself.
const members = `
  SELECT m.conversation_id, m.user_id, m.delivered_position::int AS delivered, m.read_position::int AS read, extract(epoch FROM m.joined_at) * 1000 AS joined_at,
    (SELECT count(*)::int FROM (
      SELECT FROM messages u WHERE u.conversation_id = m.conversation_id AND u.position >= m.visible_from AND u.position > m.read_position
        AND u.sender_id <> m.user_id AND u.kind NOT IN ('system', 'deleted')
        AND (u.kind <> 'restricted' OR EXISTS (SELECT FROM restricted_messages o WHERE o.conversation_id = u.conversation_id AND o.position = u.position AND m.user_id = ANY (o.user_ids)))
        AND (u.thread_root_id IS NULL OR coalesce(u.parts ? 'alsoToConversation', false)) LIMIT 100) counted) AS unread
  FROM members m WHERE m.state = 'active' ORDER BY m.conversation_id, m.user_id`

interface InConversation { readonly conversation_id: string }
interface MessageRow extends InConversation {
  readonly id: string
  readonly position: number
  readonly client_id: string
  readonly text: string
  readonly reactions: readonly string[]
  readonly pinned: boolean
  readonly deleted: boolean
  readonly expired: boolean
  readonly sender_id: string
  readonly mentions: readonly string[]
  readonly urgent: boolean
  readonly acknowledged: readonly string[]
  readonly forwarded: Original | null
  readonly stream: string | null
  readonly audience: readonly string[] | null
  readonly thread_root_id: string | null
  readonly also: boolean
  readonly thread: { readonly replies: number; readonly last: number } | null
  readonly options: readonly string[] | null
}
interface MemberRow extends InConversation { readonly user_id: string; readonly delivered: number; readonly read: number; readonly unread: number; readonly joined_at: string }
interface VoteRow extends InConversation { readonly message_id: string; readonly user_id: string; readonly chosen: readonly string[] }
interface OwnRow extends InConversation { readonly user_id: string; readonly name: string; readonly said: string }

const messageOf = ({ id, position, client_id, sender_id, text, thread_root_id, thread, options, also, audience, forwarded, stream, ...done }: MessageRow, votesIn: readonly VoteRow[]): TrueMessage => {
  const cast = votesIn.filter(({ message_id }) => message_id === id)
  const counts = options?.map((option) => cast.filter(({ chosen }) => chosen.includes(option)).length)
  return {
    id,
    position,
    clientId: client_id,
    senderId: sender_id,
    text,
    facets: facetsOf({ ...done, thread: thread ?? undefined, forwarded: forwarded ?? undefined, stream: stream ?? undefined, votes: counts && { counts, voters: cast.length } }),
    ...(audience === null ? {} : { audience }),
    ...(thread_root_id === null ? {} : { threadId: thread_root_id, onlyInThread: !also }),
  }
}

const ownOf = (rows: readonly OwnRow[]): Readonly<Record<string, Own>> =>
  Object.fromEntries([...Map.groupBy(rows, ({ user_id }) => user_id)].map(([userId, own]) => [userId, Object.fromEntries(own.map(({ name, said }) => [name, said]))]))

type Rows = readonly Readonly<Record<string, unknown>>[]
/** The rows of a table by their conversation; what they hold is as its statement says. */
const byConversation = <Row extends InConversation>(rows: Rows = []) => {
  const groups = Map.groupBy(rows as unknown as readonly Row[], (row) => row.conversation_id)
  return (id: string): readonly Row[] => groups.get(id) ?? []
}

/** Reads everything from the database itself, in one snapshot. */
export const readTruth = async (databaseUrl: string): Promise<readonly TrueConversation[]> => {
  const tables = await readRows(databaseUrl, [conversations, messages, members, votes, privately, unlisted])
  const [messagesOf, membersOf] = [byConversation<MessageRow>(tables[1]), byConversation<MemberRow>(tables[2])]
  const [votesIn, privateOf, unlistedOf] = [byConversation<VoteRow>(tables[3]), byConversation<OwnRow>(tables[4]), byConversation<OwnRow>(tables[5])]
  return (tables[0] as unknown as readonly { readonly id: string; readonly topic: string }[]).map(({ id, topic }) => {
    const [here, cast] = [membersOf(id), votesIn(id)]
    const chosen = cast.map((vote): OwnRow => ({ ...vote, name: `vote ${vote.message_id}`, said: votesOf(vote.chosen) }))
    return {
      id,
      topic,
      messages: messagesOf(id).map((row) => messageOf(row, cast)),
      members: here.map((row) => row.user_id),
      marks: Object.fromEntries(here.map(({ user_id, delivered, read }) => [user_id, { delivered, read }])),
      unread: Object.fromEntries(here.map(({ user_id, unread }) => [user_id, unread])),
      own: ownOf([...chosen, ...privateOf(id)]),
      unlisted: ownOf(unlistedOf(id)),
      joinedAt: Object.fromEntries(here.map(({ user_id, joined_at }) => [user_id, Number(joined_at)])),
    }
  })
}

/** How far everybody has received and read, by conversation. */
export const readMarks = async (databaseUrl: string): Promise<ReadonlyMap<string, readonly Mark[]>> => {
  const [rows = []] = await readRows(databaseUrl, [`SELECT conversation_id, user_id, delivered_position::int AS delivered, read_position::int AS read FROM members`])
  const groups = Map.groupBy(rows as unknown as readonly MemberRow[], (row) => row.conversation_id)
  return new Map([...groups].map(([id, members]) => [id, members.map(({ user_id: userId, delivered, read }) => ({ userId, delivered, read }))]))
}
