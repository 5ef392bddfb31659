import { largeAbove } from '@palaver/core'
import type { ConversationChanges, ConversationRows } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { cutAt, lightEnough } from './cut.ts'
import { type Opened, openedAmong, type OpenedColumns, toOpened } from './restricted.ts'
import { type ConversationRow, type MemberColumns, type MessageColumns, charactersOf, conversationColumns, memberColumns, messageColumns, toRows } from './rows.ts'

/** Further behind than this many revisions a client loads anew. */
export const resetBeyond = 1000
/** One revision touches at most this many member rows: those added at once, or those a conversation began with. */
const widestRevision = 101

/** What is asked of one conversation. */
export interface ChangesRequest {
  readonly conversationId: string
  /** The viewer; rows before their `visibleFrom` are left out, and a viewer who is not an active member gets nothing at all. */
  readonly userId: string
  readonly since: number
  /** At most this many rows, 1 to 1,000. */
  readonly limit: number
}

interface ChangesRow extends ConversationRow {
  readonly members: readonly MemberColumns[] | null
  readonly messages: readonly MessageColumns[] | null
}

// One statement, so one snapshot: `upTo` is the head that the same snapshot saw. The work is bounded by the distance, not by history.
const changed = (visibleFrom: string, viewer?: string): string => `
  CASE WHEN near THEN (SELECT json_agg(r.row ORDER BY r.revision) FROM (
    SELECT g.revision, ${messageColumns('g', viewer)} AS row FROM messages g
    WHERE g.conversation_id = c.id AND g.revision > $2 AND g.position >= ${visibleFrom} ORDER BY g.revision LIMIT $3) r) END AS messages,
  CASE WHEN near AND c.member_count <= ${largeAbove} THEN (SELECT json_agg(r.row ORDER BY r.revision) FROM (
    SELECT p.revision, ${memberColumns('p')} AS row FROM members p
    WHERE p.conversation_id = c.id AND p.revision > $2 ORDER BY p.revision LIMIT $3) r) END AS members`

const near = `LATERAL (SELECT $2 < c.head_revision AND $2 >= c.head_revision - ${resetBeyond} AND $2 >= c.floor_position AS near) n`

const viewed = `SELECT ${conversationColumns}, ${changed('v.visible_from', 'v.user_id')}
  FROM members v JOIN conversations c ON c.id = v.conversation_id, ${near}
  WHERE v.conversation_id = $1 AND v.user_id = $4 AND v.state = 'active'`

const whole = `SELECT ${conversationColumns}, ${changed('0')}, (SELECT json_agg(e.user_id) FROM members e
    WHERE e.conversation_id = c.id AND e.revision > $2 AND e.state <> 'active') AS ended,
  CASE WHEN near THEN ${openedAmong('c.id', (revision) => `${revision} > $2`)} END AS opened FROM conversations c, ${near} WHERE c.id = $1`

/** Is a client with this revision too far from the head, or above it? */
export const needsReset = (row: ConversationRow, since: number): boolean =>
  since > row.head_revision || since < row.head_revision - resetBeyond || since < row.floor_position

const answer = (row: ChangesRow, since: number, limit: number): ConversationChanges => {
  if (since === row.head_revision) return { after: since, upTo: since, rows: {} }
  if (needsReset(row, since)) return { after: since, upTo: row.head_revision, rows: {}, reset: true }
  const members = row.members ?? []
  const messages = row.messages ?? []
  const settings = row.settings_revision > since ? [row.settings_revision] : []
  const revisions = [...members.map((member) => member[5]), ...messages.map((message) => message[2]), ...settings].sort((a, b) => a - b)
  const weighed = messages.map((message) => ({ revision: message[2], characters: charactersOf(message) }))
  const { upTo, more } = cutAt(revisions, Math.min(limit, lightEnough(revisions, weighed)), row.head_revision)
  const rows = toRows({
    conversation: row.settings_revision > since && row.settings_revision <= upTo ? row : undefined,
    ...(upTo === row.head_revision && { memberCount: row.member_count }),
    members: members.filter((member) => member[5] <= upTo),
    messages: messages.filter((message) => message[2] <= upTo),
  })
  return { after: since, upTo, rows, ...(more ? { more } : {}) }
}

/** All rows of a conversation that changed after `since`, as the viewer may see them; undefined for one who is not an active member. */
export const readChanges = async (sql: Sql, { conversationId, userId, since, limit }: ChangesRequest): Promise<ConversationChanges | undefined> => {
  const [row] = await sql.query<ChangesRow>(viewed, [conversationId, since, limit + widestRevision, userId], 'log-changes')
  return row && answer(row, since, limit)
}

/** Rows that a node missed, whoever looks at them: it mends its own hole with them. */
export interface MissedRows {
  readonly revision: number
  /** Absent when too much was missed to send it along. */
  readonly rows?: ConversationRows
  /** Those of the messages that are for some members only, as they see them. */
  readonly opened?: readonly Opened[]
  /** Users who are not active members any more since then. */
  readonly ended: readonly string[]
}

/** All rows of a conversation after `since` and the head that they lead to; undefined when the conversation does not exist. */
export const readMissed = async (sql: Sql, conversationId: string, since: number): Promise<MissedRows | undefined> => {
  const [row] = await sql.query<ChangesRow & { ended: readonly string[] | null; opened: readonly OpenedColumns[] | null }>(whole, [conversationId, since, resetBeyond + widestRevision], 'log-missed')
  if (!row) return undefined
  const changes = answer(row, since, resetBeyond)
  const missed = { revision: row.head_revision, ended: row.ended ?? [], ...(row.opened && { opened: row.opened.map(toOpened) }) }
  return changes.reset || changes.more ? missed : { ...missed, rows: changes.rows }
}
