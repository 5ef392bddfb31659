import type { ConversationType, MemberRole } from '@palaver/core'
import { type PrivateColumns, privateColumns, toPrivateRow } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

interface SeatRow {
  readonly conversationId: string
  readonly userId: string
  readonly memberRole: MemberRole
  readonly conversationType: ConversationType
}

const seats = `
  SELECT v.conversation_id AS "conversationId", v.user_id AS "userId", v.role AS "memberRole", c.type AS "conversationType"
  FROM unnest($1::uuid[], $2::uuid[]) AS x(c, u)
  JOIN members v ON v.conversation_id = x.c AND v.user_id = x.u AND v.state = 'active' JOIN conversations c ON c.id = x.c`

/** The seats in which people send. */
export interface Seats {
  find(conversationId: string, userId: string): Pick<SeatRow, 'memberRole' | 'conversationType'> | undefined
}

/** Reads the seats of active members. */
export const readSeats = async (tx: Sql, named: readonly (readonly [conversationId: string, userId: string])[]): Promise<Seats> => {
  const rows = await tx.query<SeatRow>(seats, [named.map(([id]) => id), named.map(([, userId]) => userId)], 'scheduled.seats')
  const found = new Map(rows.map(({ conversationId, userId, memberRole, conversationType }) => [conversationId + userId, { memberRole, conversationType }]))
  return { find: (conversationId, userId) => found.get(conversationId + userId) }
}

/** Which scheduled messages were sent; their clientId is what they were scheduled with. */
export interface SentMeanwhile {
  has(userId: string, scheduledId: string): boolean
}

const sent = `
  SELECT x.u AS "userId", x.k AS "scheduledId" FROM unnest($1::uuid[], $2::uuid[]) AS x(u, k)
  WHERE EXISTS (SELECT FROM messages m WHERE m.client_id = x.k AND m.sender_id = x.u)`

/** Reads which of these, of those who scheduled them, were sent. */
export const readSentMeanwhile = async (tx: Sql, named: readonly (readonly [userId: string, scheduledId: string])[]): Promise<SentMeanwhile> => {
  const rows = await tx.query<{ userId: string; scheduledId: string }>(sent, [named.map(([userId]) => userId), named.map(([, id]) => id)], 'scheduled.sent')
  const found = new Set(rows.map(({ userId, scheduledId }) => userId + scheduledId))
  return { has: (userId, scheduledId) => found.has(userId + scheduledId) }
}

const list = `
  SELECT ${privateColumns('p')} AS row FROM private_rows p
  WHERE p.user_id = $1 AND p.kind = 'scheduled' AND p.value IS NOT NULL AND p.key > $2 AND ($3::text IS NULL OR p.value ->> 'conversationId' = $3)
  ORDER BY p.key LIMIT $4`

export interface ScheduledPage {
  readonly userId: string
  readonly after: string
  readonly conversationId: string | undefined
  readonly limit: number
}

/** A page of somebody's scheduled messages, by key; there are never more of them than one person may have. */
export const readScheduled = async (sql: Sql, { userId, after, conversationId, limit }: ScheduledPage) => {
  const rows = await sql.query<{ row: PrivateColumns }>(list, [userId, after, conversationId ?? null, limit], 'scheduled.list')
  return rows.map(({ row }) => toPrivateRow(row))
}

