import type { Mark } from '@palaver/client'
import { readRows } from '../../packages/server/test/support/read-rows.ts'
import type { TrueConversation } from './evidence.ts'
import { facetsOf } from './facets.ts'

const conversations = `SELECT id, coalesce(topic, '') AS topic FROM conversations ORDER BY id`
// Reactions to a deleted message stay for the undo, and nobody sees them.
const messages = `
  SELECT conversation_id, id, position::int, sender_id, client_id, coalesce(content ->> 'text', '(' || kind || ')') AS text,
    array(SELECT r.emoji || ' ' || r.user_id FROM reactions r WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND m.kind <> 'deleted') AS reactions,
    coalesce(parts ? 'pin', false) AS pinned, kind = 'deleted' AS deleted
  FROM messages m ORDER BY conversation_id, position`
// The client's rule in the words of SQL, written here anew: what is checked must not check itself.
const members = `
  SELECT m.conversation_id, m.user_id, m.delivered_position::int AS delivered, m.read_position::int AS read,
    (SELECT count(*)::int FROM (
      SELECT FROM messages u WHERE u.conversation_id = m.conversation_id AND u.position >= m.visible_from AND u.position > m.read_position
        AND u.sender_id <> m.user_id AND u.kind NOT IN ('system', 'deleted') LIMIT 100) counted) AS unread
  FROM members m WHERE m.state = 'active' ORDER BY m.conversation_id, m.user_id`

interface MessageRow { readonly conversation_id: string; readonly id: string; readonly position: number; readonly text: string; readonly reactions: readonly string[]; readonly pinned: boolean; readonly deleted: boolean }
interface MemberRow { readonly conversation_id: string; readonly user_id: string; readonly delivered: number; readonly read: number; readonly unread: number }

/** Reads everything from the database itself, in one snapshot. */
export const readTruth = async (databaseUrl: string): Promise<readonly TrueConversation[]> => {
  const [rooms = [], said = [], places = []] = await readRows(databaseUrl, [conversations, messages, members])
  const messagesOf = Map.groupBy(said as unknown as readonly MessageRow[], (row) => row.conversation_id)
  const membersOf = Map.groupBy(places as unknown as readonly MemberRow[], (row) => row.conversation_id)
  return (rooms as unknown as readonly { readonly id: string; readonly topic: string }[]).map(({ id, topic }) => {
    const here = membersOf.get(id) ?? []
    return {
      id,
      topic,
      messages: (messagesOf.get(id) ?? []).map(({ id: messageId, position, text, reactions, pinned, deleted }) => ({ id: messageId, position, text, facets: facetsOf({ reactions, pinned, deleted }) })),
      members: here.map((row) => row.user_id),
      marks: Object.fromEntries(here.map(({ user_id, delivered, read }) => [user_id, { delivered, read }])),
      unread: Object.fromEntries(here.map(({ user_id, unread }) => [user_id, unread])),
    }
  })
}

/** How far everybody has received and read, by conversation. */
export const readMarks = async (databaseUrl: string): Promise<ReadonlyMap<string, readonly Mark[]>> => {
  const [rows = []] = await readRows(databaseUrl, [`SELECT conversation_id, user_id, delivered_position::int AS delivered, read_position::int AS read FROM members`])
  const byConversation = Map.groupBy(rows as unknown as readonly MemberRow[], (row) => row.conversation_id)
  return new Map([...byConversation].map(([id, members]) => [id, members.map(({ user_id: userId, delivered, read }) => ({ userId, delivered, read }))]))
}
