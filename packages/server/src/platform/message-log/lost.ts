import { largeAbove } from '@palaver/core'
import type { EphemeralPayload } from '@palaver/protocol'
import type { Sql } from '../sql.ts'
import { type MarkColumns, toMark } from './rows.ts'

/** A membership that is over, and the revision that ended it. */
export interface EndedMembership {
  readonly conversationId: string
  readonly userId: string
  readonly revision: number
}

const ended = `SELECT m.conversation_id AS "conversationId", m.user_id AS "userId", m.revision
  FROM unnest($1::uuid[], $2::bigint[]) AS a(id, since) JOIN members m ON m.conversation_id = a.id AND m.revision > a.since
  WHERE m.state <> 'active'`

/** Memberships of conversations that ended after the revisions given and did not begin again. */
export const readEnded = (sql: Sql, since: readonly (readonly [id: string, revision: number])[]): Promise<EndedMembership[]> =>
  sql.query<EndedMembership>(ended, [since.map(([id]) => id), since.map(([, revision]) => revision)], 'log-ended')

const marks = `SELECT c.id, c.marks_revision, (
    SELECT json_agg(json_build_array(m.user_id, m.delivered_position, m.read_position)) FROM members m
    WHERE m.conversation_id = c.id AND m.state = 'active' AND m.marks_revision > a.since) AS marks
  FROM unnest($1::uuid[], $2::bigint[]) AS a(id, since) JOIN conversations c ON c.id = a.id AND c.member_count <= ${largeAbove}`

/** Marks that moved after the marksRevisions given; large conversations have none. */
export const readMovedMarks = async (sql: Sql, since: readonly (readonly [id: string, marksRevision: number])[]): Promise<EphemeralPayload<'marks.moved'>[]> => {
  type Row = { readonly id: string; readonly marks_revision: number; readonly marks: readonly MarkColumns[] | null }
  const rows = await sql.query<Row>(marks, [since.map(([id]) => id), since.map(([, revision]) => revision)], 'log-moved-marks')
  return rows.map((row) => ({ conversationId: row.id, marksRevision: row.marks_revision, marks: (row.marks ?? []).map(toMark) }))
}

/** How far each of these users' own changes go. */
export const readUserRevisions = async (sql: Sql, userIds: readonly string[]): Promise<(readonly [userId: string, userRevision: number])[]> => {
  type Row = { readonly id: string; readonly user_revision: number }
  const rows = await sql.query<Row>('SELECT id, user_revision FROM users WHERE id = ANY($1::uuid[])', [userIds], 'log-user-revisions')
  return rows.map((row) => [row.id, row.user_revision] as const)
}

