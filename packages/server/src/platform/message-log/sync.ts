import { isLarge, largeAbove } from '@palaver/core'
import type { ConversationChanges, ConversationCursor, ConversationSync, MarksState } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { needsReset } from './changes.ts'
import { charactersPerAnswer } from './cut.ts'
import {
  type ConversationRow, type MarkColumns, type MemberColumns, type MessageColumns,
  charactersOf, conversationColumns, memberColumns, messageColumns, shownPosition, toHead, toMark, toRows,
} from './rows.ts'

/** Further behind than this, the rows are not put into a sync answer but pulled by command. */
const inlinePerConversation = 50
const inlinePerAnswer = 500

/** One conversation that the viewer may see. */
export interface Synced {
  readonly id: string
  readonly revision: number
  readonly memberCount: number
  readonly visibleFrom: number
  readonly role: MemberColumns[1]
  readonly type: ConversationRow['type']
  /** Absent when the client has everything. */
  readonly answer?: ConversationSync
  /** The client's revision is above the head: its copy comes from another history. */
  readonly ahead: boolean
}

interface SyncRow extends ConversationRow {
  readonly mine: number
  readonly mine_marks: number
  readonly role: MemberColumns[1]
  readonly visible_from: number
  readonly own_marks_revision: number
  readonly delivered_position: number
  readonly read_position: number
  readonly inlined: boolean
  readonly last_message: MessageColumns | null
  readonly messages: readonly MessageColumns[] | null
  readonly members: readonly MemberColumns[] | null
  readonly marks: readonly MarkColumns[] | null
}

// One statement for all conversations asked: membership, heads and rows come from one snapshot. Conversations that the viewer is not in
// and those that do not exist fall out by the same join. `sum` hands out the budget of the answer in the order asked.
const statement = `
WITH known AS MATERIALIZED (
  SELECT a.n, a.revision AS mine, a.marks AS mine_marks, v.role, v.visible_from,
    v.marks_revision AS own_marks_revision, v.delivered_position, v.read_position, ${conversationColumns}, ${shownPosition('c')} AS preview,
    CASE WHEN c.head_revision - a.revision BETWEEN 1 AND ${inlinePerConversation} AND a.revision >= c.floor_position
      THEN c.head_revision - a.revision END AS behind
  FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS a(id, revision, marks, n)
  JOIN members v ON v.conversation_id = a.id AND v.user_id = $1 AND v.state = 'active'
  JOIN conversations c ON c.id = a.id
), budgeted AS (
  SELECT *, behind IS NOT NULL AND sum(behind) OVER (ORDER BY n) <= ${inlinePerAnswer} AS inlined FROM known
)
SELECT k.*,
  CASE WHEN k.head_revision <> k.mine AND k.preview >= k.visible_from THEN (
    SELECT ${messageColumns('g')} FROM messages g WHERE g.conversation_id = k.id AND g.position = k.preview) END AS last_message,
  CASE WHEN k.inlined THEN (SELECT json_agg(${messageColumns('g', '$1')} ORDER BY g.revision) FROM messages g
    WHERE g.conversation_id = k.id AND g.revision > k.mine AND g.position >= k.visible_from) END AS messages,
  CASE WHEN k.inlined AND k.member_count <= ${largeAbove} THEN (SELECT json_agg(r.row) FROM (SELECT ${memberColumns('p')} AS row FROM members p
    WHERE p.conversation_id = k.id AND p.revision > k.mine LIMIT ${inlinePerAnswer + 1}) r) END AS members,
  CASE WHEN k.marks_revision <> k.mine_marks AND k.member_count <= ${largeAbove} THEN (
    SELECT json_agg(json_build_array(p.user_id, p.delivered_position, p.read_position)) FROM members p
    WHERE p.conversation_id = k.id AND p.state = 'active'
      AND p.marks_revision > CASE WHEN k.mine_marks > k.marks_revision THEN 0 ELSE k.mine_marks END) END AS marks
FROM budgeted k ORDER BY k.n`

interface Budget {
  rows: number
  characters: number
}

const changesOf = (row: SyncRow, budget: Budget): ConversationChanges => {
  if (needsReset(row, row.mine)) return { after: row.mine, upTo: row.head_revision, rows: {}, reset: true }
  const members = row.members ?? []
  const messages = row.messages ?? []
  const count = members.length + messages.length
  // Many member rows may share a revision, so the budget counts rows once more.
  const characters = messages.reduce((sum, message) => sum + charactersOf(message), 0)
  if (!row.inlined || count > budget.rows || characters > budget.characters) return { after: row.mine, upTo: row.mine, rows: {}, more: true }
  budget.rows -= count
  budget.characters -= characters
  const conversation = row.settings_revision > row.mine ? row : undefined
  return { after: row.mine, upTo: row.head_revision, rows: toRows({ conversation, members, messages }) }
}

/** All marks that moved; of a large conversation the viewer's own, which have a number of their own. */
const marksOf = (row: SyncRow, userId: string): MarksState | undefined => {
  if (!isLarge(row.member_count)) {
    return row.marks_revision === row.mine_marks ? undefined : { marksRevision: row.marks_revision, marks: (row.marks ?? []).map(toMark) }
  }
  const marksRevision = Math.max(row.marks_revision, row.own_marks_revision)
  return marksRevision === row.mine_marks ? undefined : { marksRevision, marks: [{ userId, delivered: row.delivered_position, read: row.read_position }] }
}

const answerOf = (row: SyncRow, userId: string, budget: Budget): ConversationSync | undefined => {
  const changed = row.head_revision !== row.mine
  const marks = marksOf(row, userId)
  if (!changed && !marks) return undefined
  return {
    id: row.id,
    head: toHead(row, row.last_message),
    ...(changed ? { changes: changesOf(row, budget) } : {}),
    ...(marks ? { marks } : {}),
  }
}

/**
 * What a viewer lacks of the conversations asked, in the order asked: at most 50 changes of each, and 500 in all that are
 * not too long together, the rest marked `more`.
 * Conversations in which the viewer is not an active member are left out, like those that do not exist.
 */
export const readSync = async (sql: Sql, userId: string, cursors: readonly ConversationCursor[]): Promise<Synced[]> => {
  if (cursors.length === 0) return []
  const params = [userId, cursors.map(([id]) => id), cursors.map(([, revision]) => revision), cursors.map(([, , marks]) => marks)]
  const rows = await sql.query<SyncRow>(statement, params, 'log-sync')
  const budget = { rows: inlinePerAnswer, characters: charactersPerAnswer }
  return rows.map((row) => {
    const answer = answerOf(row, userId, budget)
    return {
      id: row.id,
      revision: row.head_revision,
      memberCount: row.member_count,
      visibleFrom: row.visible_from,
      role: row.role,
      type: row.type,
      ahead: row.mine > row.head_revision,
      ...(answer ? { answer } : {}),
    }
  })
}
