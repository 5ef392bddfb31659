import { threadQuietMs, withReply } from '@palaver/core'
import type { Message, ThreadSummary } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

interface Row {
  readonly rootId: string
  readonly conversationId: string
  readonly rootPosition: number
  summary: ThreadSummary
  /** When the root told how its thread stands: milliseconds since the epoch. */
  toldAt: number
}

const read = `
  SELECT t.root_id AS "rootId", t.conversation_id AS "conversationId", t.root_position AS "rootPosition", t.summary, ${millis('t.told_at')} AS "toldAt"
  FROM threads t WHERE t.root_id = ANY ($1::uuid[])`

const write = `
  INSERT INTO threads (root_id, conversation_id, root_position, summary, last_reply_at, told_at)
  SELECT x."rootId", x."conversationId", x."rootPosition", x.summary,
    timestamptz 'epoch' + (x.summary ->> 'lastReplyAt')::bigint * interval '1 millisecond', timestamptz 'epoch' + x."toldAt" * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x("rootId" uuid, "conversationId" uuid, "rootPosition" bigint, summary jsonb, "toldAt" bigint)
  ON CONFLICT (root_id) DO UPDATE SET summary = excluded.summary, last_reply_at = excluded.last_reply_at, told_at = excluded.told_at`

/** How threads stand, exactly; their roots tell it with a delay. Under the locks of their conversations: read once, changed in memory, stored once. */
export class ThreadRows {
  readonly #rows: Map<string, Row>
  readonly #changed = new Map<string, Row>()

  private constructor(rows: readonly Row[]) {
    this.#rows = new Map(rows.map((row) => [row.rootId, row]))
  }

  static async read(tx: Sql, rootIds: readonly string[]): Promise<ThreadRows> {
    return new ThreadRows(await tx.query<Row>(read, [[...new Set(rootIds)]], 'threads.read'))
  }

  summary(rootId: string): ThreadSummary | undefined {
    return this.#rows.get(rootId)?.summary
  }

  add(conversationId: string, root: Message, reply: Message): void {
    const row = this.#rows.get(root.id)
    const next = { rootId: root.id, conversationId, rootPosition: root.position, summary: withReply(row?.summary, reply), toldAt: row?.toldAt ?? 0 }
    this.#rows.set(root.id, next)
    this.#changed.set(root.id, next)
  }

  /** When the root may tell of it: at once, unless it did so just now. */
  dueAt(rootId: string): number {
    return (this.#rows.get(rootId)?.toldAt ?? 0) + threadQuietMs
  }

  /** The root tells of it. */
  tell(rootId: string, now: number): void {
    const row = this.#rows.get(rootId)
    if (!row) return
    row.toldAt = now
    this.#changed.set(rootId, row)
  }

  async store(tx: Sql): Promise<void> {
    if (this.#changed.size > 0) await tx.query(write, [JSON.stringify([...this.#changed.values()])], 'threads.write')
  }
}
