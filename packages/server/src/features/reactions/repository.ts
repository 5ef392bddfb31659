import type { CommandOutput, Message } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import type { ReactionChange } from './reactors.ts'
import { recordset } from '../../platform/recordset.ts'

interface Made {
  readonly change: ReactionChange
  readonly after: Message
  readonly now: number
}

const remove = `
  DELETE FROM reactions r USING ${recordset('$1', 'c uuid, p bigint, e text, u uuid')}
  WHERE r.conversation_id = x.c AND r.position = x.p AND r.emoji = x.e COLLATE "C" AND r.user_id = x.u`

const insert = `
  INSERT INTO reactions (conversation_id, position, emoji, user_id, revision, created_at)
  SELECT x.c, x.p, x.e, x.u, x.r, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, e text, u uuid, r bigint, at bigint)`

/** Stores who reacts after a run: what somebody took back goes first, since they may have reacted again. */
export const storeReactions = async (tx: Sql, made: readonly Made[]): Promise<void> => {
  const rows = made.map(({ change, after, now }) => ({
    key: `${change.conversationId} ${after.position} ${change.callerId} ${change.emoji}`,
    present: change.present,
    row: { c: change.conversationId, p: after.position, e: change.emoji, u: change.callerId, r: after.revision, at: now },
  }))
  const gone = rows.filter(({ present }) => !present)
  const last = new Map(rows.map((each) => [each.key, each]))
  const added = [...last.values()].filter(({ present }) => present)
  await Promise.all([
    gone.length > 0 && tx.query(remove, [JSON.stringify(gone.map(({ row }) => row))], 'reactions.remove'),
    added.length > 0 && tx.query(insert, [JSON.stringify(added.map(({ row }) => row))], 'reactions.add'),
  ])
}

/** Where a page begins: after the reaction with this emoji and revision. */
export interface ReactionsCursor {
  readonly emoji: string
  readonly revision: number
}

export interface ReactionsRequest {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
  /** Only this emoji. */
  readonly emoji: string | undefined
  readonly after: ReactionsCursor
  readonly limit: number
}

type Listed = CommandOutput<'reaction.list'>['reactions'][number] & { readonly revision: number }

// The caller's own are at most as many as the emoji of the message: one look by the primary key for each.
const list = (ofOne: boolean): string => `
  SELECT
    (SELECT json_agg(json_build_object('emoji', r.emoji, 'userId', r.user_id, 'at', r.at, 'revision', r.revision)) FROM (
      SELECT r.emoji, r.user_id, ${millis('r.created_at')} AS at, r.revision FROM reactions r
      WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND ${ofOne ? 'r.emoji = $4 AND r.revision > $5' : '(r.emoji, r.revision) > ($4, $5)'}
      ORDER BY r.emoji, r.revision LIMIT $6) r) AS reactions,
    (SELECT json_agg(s.value ->> 'emoji') FROM jsonb_array_elements(coalesce(m.parts -> 'reactions', '[]')) s WHERE EXISTS (
      SELECT FROM reactions r
      WHERE r.conversation_id = m.conversation_id AND r.position = m.position AND r.emoji = (s.value ->> 'emoji') COLLATE "C" AND r.user_id = v.user_id)) AS mine
  FROM members v JOIN messages m ON m.conversation_id = v.conversation_id AND m.id = $3 AND m.position >= v.visible_from AND m.kind <> 'deleted'
  WHERE v.conversation_id = $1 AND v.user_id = $2 AND v.state = 'active'`

const [ofAll, ofOne] = [list(false), list(true)]

/** Who reacted, by emoji and then the first first, and with what the viewer did; undefined when the viewer may not read the message. */
export async function readReactions(sql: Sql, request: ReactionsRequest): Promise<{ reactions: Listed[]; mine: string[] } | undefined> {
  const { conversationId, messageId, userId, emoji, after, limit } = request
  const values = [conversationId, userId, messageId, emoji ?? after.emoji, after.revision, limit]
  const [row] = await sql.query<{ reactions: Listed[] | null; mine: string[] | null }>(emoji === undefined ? ofAll : ofOne, values, emoji === undefined ? 'reactions.list' : 'reactions.list-one')
  return row && { reactions: row.reactions ?? [], mine: row.mine ?? [] }
}
