import type { Message } from '@palaver/protocol'
import type { Opened } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'
import { recordset } from '../../platform/recordset.ts'

/** A message for some members only that is being sent. */
export interface RestrictedRow {
  readonly conversationId: string
  readonly message: Message
  readonly opened: Opened
}

// Whoever sends has read up to it (MARK-6); nobody is told.
const store = `
  WITH x AS MATERIALIZED (
    SELECT * FROM ${recordset('$1', 'c uuid, p bigint, s uuid, u uuid[], said jsonb')}
  ), kept AS (
    INSERT INTO restricted_messages (conversation_id, position, user_ids, said) SELECT x.c, x.p, x.u, x.said FROM x
  )
  UPDATE members m SET delivered_position = greatest(m.delivered_position, l.p), read_position = greatest(m.read_position, l.p)
  FROM (SELECT x.c, x.s, max(x.p) AS p FROM x GROUP BY x.c, x.s) l WHERE m.conversation_id = l.c AND m.user_id = l.s`

/** Keeps what messages say where only those find it whom they are for. */
export const storeRestricted = async (tx: Sql, rows: readonly RestrictedRow[]): Promise<void> => {
  const values = rows.map(({ conversationId: c, message: { senderId: s }, opened: { position: p, userIds: u, said } }) => ({ c, p, s, u, said }))
  await tx.query(store, [JSON.stringify(values)], 'restricted.store')
}

const authors = `
  SELECT x.i AS id, m.sender_id AS author FROM ${recordset('$1', 'i uuid, c uuid, p bigint')}
  JOIN messages m ON m.conversation_id = x.c AND m.position = x.p AND m.kind <> 'system'`

/** Who wrote what messages answer, by message. Nothing is read when none answers. */
export const readAuthors = async (tx: Sql, rows: readonly RestrictedRow[]): Promise<ReadonlyMap<string, string>> => {
  const answers = rows.flatMap(({ conversationId: c, message: { id: i, replyTo } }) => (replyTo ? [{ i, c, p: replyTo.position }] : []))
  if (answers.length === 0) return new Map()
  return new Map((await tx.query<{ id: string; author: string }>(authors, [JSON.stringify(answers)], 'restricted.authors')).map(({ id, author }) => [id, author]))
}
