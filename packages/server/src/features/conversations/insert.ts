import type { Conversation } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'

/** A conversation that begins. */
export interface NewConversation {
  readonly id: string
  readonly type: Conversation['type']
  readonly directKey?: string
  readonly name: string | null
  readonly topic: string | null
  readonly avatarHue: number
  readonly history: Conversation['settings']['history']
  readonly disappearAfterMs?: number | undefined
  readonly custom: NonNullable<Conversation['custom']> | null
  readonly createdBy: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly memberCount: number
}

const insert = `
  INSERT INTO conversations (id, type, direct_key, name, topic, avatar_hue, history, disappear_after_ms, custom, created_by, created_at, activity_at, member_count)
  SELECT x.id, x.type, x."directKey", x.name, x.topic, x."avatarHue", x.history, x."disappearAfterMs", x.custom, x."createdBy", t.at, t.at, x."memberCount"
  FROM json_to_recordset($1::json) AS x(id uuid, type text, "directKey" text, name text, topic text, "avatarHue" smallint, history text, "disappearAfterMs" bigint,
    custom jsonb, "createdBy" uuid, "createdAt" bigint, "memberCount" int),
  LATERAL (SELECT timestamptz 'epoch' + x."createdAt" * interval '1 millisecond' AS at) t`

/** Stores conversations that begin, at revision 1. */
export const insertConversations = async (tx: Sql, conversations: readonly NewConversation[]): Promise<void> => {
  if (conversations.length > 0) await tx.query(insert, [JSON.stringify(conversations)], 'conversations.insert')
}
