import type { Message, SentMessage } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import { planExpiries } from '../disappearing/port.ts'
import { partsOf, type SendChange } from '../messages/port.ts'

interface Found {
  readonly n: number
  readonly hash: string | null
  readonly sent: SentMessage | null
  readonly replyToPosition: number | null
  readonly staysMs: number | null
}

/** What is read for a change, to write its message. */
export interface ReplyFacts {
  /** Where the message stands that it answers. */
  readonly replyToPosition: number | undefined
  /** How long it stays, in milliseconds: of what its sender and its conversation ask for the shorter time. */
  readonly staysMs: number | undefined
}

// One look by one key for each; IS NOT DISTINCT FROM keeps the planner from reading a conversation instead.
const read = `
  SELECT x.n, encode(old.input_hash, 'hex') AS hash, CASE WHEN old.id IS NOT NULL THEN json_build_object('id', old.id, 'position', old.position,
    'revision', coalesce(old.sent_revision, old.revision), 'createdAt', ${millis('old.created_at')}) END AS sent, reply.position AS "replyToPosition",
    least(x.d, (SELECT c.disappear_after_ms FROM conversations c WHERE c.id = x.c))::float8 AS "staysMs"
  FROM json_to_recordset($1::json) AS x(n int, c uuid, s uuid, k uuid, r uuid, d bigint)
  LEFT JOIN LATERAL (SELECT * FROM messages m WHERE m.client_id = x.k AND m.sender_id = x.s AND m.conversation_id IS NOT DISTINCT FROM x.c LIMIT 1) old ON true
  LEFT JOIN LATERAL (SELECT m.position FROM messages m WHERE m.id = x.r AND m.conversation_id IS NOT DISTINCT FROM x.c LIMIT 1) reply ON true`

const insert = `
  INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, thread_root_id,
    reply_to_id, reply_to_position, custom, parts, created_at)
  SELECT x.c, x.p, x.i, x.v, x.s, x.k, decode(x.h, 'hex'), x.t ->> 'kind', x.t, x.o, x.r, x.q, x.u, x.a, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, i uuid, v bigint, s uuid, k uuid, h text, t jsonb, o uuid, r uuid, q bigint, u jsonb, a jsonb, at bigint)`

const keyOf = ({ conversationId, senderId, clientId }: SendChange): string => conversationId + senderId + clientId

/** What was sent with the clientIds of a run, before it and in it, and what the run writes. */
export class SentReplies {
  readonly #found: ReadonlyMap<number, Found>
  readonly #sent = new Map<string, { readonly hash: string; readonly sent: SentMessage }>()
  readonly #rows: { readonly change: SendChange; readonly message: Message }[] = []

  private constructor(run: readonly SendChange[], rows: readonly Found[]) {
    this.#found = new Map(rows.map((row) => [row.n, row]))
    for (const { n, hash, sent } of rows) {
      const change = run[n]
      if (change && hash !== null && sent !== null) this.#sent.set(keyOf(change), { hash, sent })
    }
  }

  static async read(tx: Sql, run: readonly SendChange[]): Promise<SentReplies> {
    const named = run.map(({ conversationId: c, senderId: s, clientId: k, replyToId: r, disappearAfterMs: d }, n) => ({ n, c, s, k, r, d }))
    return new SentReplies(run, await tx.query<Found>(read, [JSON.stringify(named)], 'threads.sent'))
  }

  /** What its clientId was answered, and the hash of that input. */
  before(change: SendChange): { readonly hash: string; readonly sent: SentMessage } | undefined {
    return this.#sent.get(keyOf(change))
  }

  /** Of the n-th change. */
  factsOf(n: number): ReplyFacts {
    const found = this.#found.get(n)
    return { replyToPosition: found?.replyToPosition ?? undefined, staysMs: found?.staysMs ?? undefined }
  }

  add(change: SendChange, message: Message): SentMessage {
    const { id, position, revision, createdAt } = message
    const sent = { id, position, revision, createdAt }
    this.#rows.push({ change, message })
    this.#sent.set(keyOf(change), { hash: change.hash, sent })
    return sent
  }

  async store(tx: Sql): Promise<void> {
    const rows = this.#rows.map(({ change, message }) => ({
      c: change.conversationId, p: message.position, i: message.id, v: message.revision, s: message.senderId, k: message.clientId, h: change.hash,
      t: message.content, o: message.threadId, r: message.replyTo?.id, q: message.replyTo?.position, u: message.custom, a: partsOf(message), at: message.createdAt,
    }))
    if (rows.length > 0) await tx.query(insert, [JSON.stringify(rows)], 'threads.send')
    await planExpiries(tx, this.#rows.map(({ change: { conversationId }, message }) => ({ conversationId, message })))
  }
}
