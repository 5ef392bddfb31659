import { can } from '@palaver/core'
import { type Message, PalaverError, type SentMessage } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'
import type { LockedConversation, Outcome } from '../../platform/writer/change.ts'
import type { Place } from '../members/port.ts'
import { clientIdTaken } from './changes.ts'
import { partsOf } from './message-states.ts'
import type { SendChange } from './send-change.ts'

interface Found {
  readonly n: number
  readonly hash: string | null
  readonly sent: SentMessage | null
  readonly replyToPosition: number | null
}

// One look by one key for each; IS NOT DISTINCT FROM keeps the planner from reading a conversation instead.
const read = `
  SELECT x.n, encode(old.input_hash, 'hex') AS hash, CASE WHEN old.id IS NOT NULL THEN json_build_object('id', old.id, 'position', old.position,
    'revision', coalesce(old.sent_revision, old.revision), 'createdAt', ${millis('old.created_at')}) END AS sent, reply.position AS "replyToPosition"
  FROM json_to_recordset($1::json) AS x(n int, c uuid, s uuid, k uuid, r uuid)
  LEFT JOIN LATERAL (SELECT * FROM messages m WHERE m.client_id = x.k AND m.sender_id = x.s AND m.conversation_id IS NOT DISTINCT FROM x.c LIMIT 1) old ON true
  LEFT JOIN LATERAL (SELECT m.position FROM messages m WHERE m.id = x.r AND m.conversation_id IS NOT DISTINCT FROM x.c LIMIT 1) reply ON true`

const insert = `
  INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, thread_root_id,
    reply_to_id, reply_to_position, custom, parts, created_at)
  SELECT x.c, x.p, x.i, x.v, x.s, x.k, decode(x.h, 'hex'), x.t ->> 'kind', x.t, x.o, x.r, x.q, x.u, x.a, timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(c uuid, p bigint, i uuid, v bigint, s uuid, k uuid, h text, t jsonb, o uuid, r uuid, q bigint, u jsonb, a jsonb, at bigint)`

const keyOf = ({ conversationId, senderId, clientId }: SendChange): string => conversationId + senderId + clientId

/** Where a message is to be written. */
export interface SendScene {
  readonly conversation: LockedConversation | undefined
  /** The sender's, if they are an active member. */
  readonly place: Place | undefined
}

/**
 * Sends that do more than palaver_send does, for kinds of changes of features: the same rules, under the lock. Read once for a run, written once.
 * `n` is the place of a change in its run.
 */
export class LockedSends {
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

  static async read(tx: Sql, run: readonly SendChange[]): Promise<LockedSends> {
    const named = run.map(({ conversationId: c, senderId: s, clientId: k, replyToId: r }, n) => ({ n, c, s, k, r }))
    return new LockedSends(run, await tx.query<Found>(read, [JSON.stringify(named)], 'messages.sent-under-lock'))
  }

  /** What is known of a change before it is written: its first answer if it comes again, or why it is refused. Undefined when it may be written. */
  settled(change: SendChange, n: number, { conversation, place }: SendScene): Outcome<SentMessage> | undefined {
    if (!conversation || !place) return refused(new PalaverError('not_found', 'unable to send; there is no such conversation'))
    const first = this.#sent.get(keyOf(change))
    if (first) return first.hash === change.hash ? { ok: true, result: first.sent, replay: true } : refused(clientIdTaken())
    const { appRole, permissions = [], replyToId } = change
    const seat = { appRole, memberRole: place.role, conversationType: conversation.type }
    if (!can('message.send', seat) || !permissions.every((permission) => can(permission, seat))) {
      return refused(new PalaverError('forbidden', `unable to send; your role here may ${permissions.length > 0 ? 'not send this' : 'only read'}`))
    }
    if (replyToId !== undefined && (this.#replyToPosition(n) ?? 0) < place.visibleFrom) {
      return refused(new PalaverError('not_found', 'unable to send; there is no such message to reply to', { path: '/replyToId' }))
    }
    return undefined
  }

  #replyToPosition(n: number): number | undefined {
    return this.#found.get(n)?.replyToPosition ?? undefined
  }

  /** The message that a change becomes: it takes the next position and revision. */
  messageOf({ id, senderId, clientId, content, replyToId, custom, parts, disappearAfterMs }: SendChange, n: number, conversation: LockedConversation): Message {
    const position = ++conversation.headPosition
    // Never earlier than what stands before it, so that history can be searched by time through positions.
    conversation.activityAt = Math.max(conversation.now, conversation.activityAt)
    conversation.changed = true
    const replyToPosition = this.#replyToPosition(n)
    const stays = Math.min(disappearAfterMs ?? Infinity, conversation.disappearAfterMs ?? Infinity)
    return {
      id, position, revision: ++conversation.headRevision, senderId, clientId, content,
      ...(replyToId !== undefined && replyToPosition !== undefined && { replyTo: { id: replyToId, position: replyToPosition } }),
      createdAt: conversation.activityAt,
      ...(custom && { custom }),
      ...parts,
      ...(Number.isFinite(stays) && { expiresAt: conversation.activityAt + stays }),
    }
  }

  /** Keeps what is to be written for a change: `message` as all see it. */
  add(change: SendChange, message: Message): SentMessage {
    const { id, position, revision, createdAt } = message
    const sent = { id, position, revision, createdAt }
    this.#rows.push({ change, message })
    this.#sent.set(keyOf(change), { hash: change.hash, sent })
    return sent
  }

  /** Writes the messages, whom they concern, and when they disappear. */
  async store(tx: Sql): Promise<void> {
    if (this.#rows.length === 0) return
    const rows = this.#rows.map(({ change, message }) => ({
      c: change.conversationId, p: message.position, i: message.id, v: message.revision, s: message.senderId, k: message.clientId, h: change.hash,
      t: message.content, o: message.threadId, r: message.replyTo?.id, q: message.replyTo?.position, u: message.custom, a: partsOf(message), at: message.createdAt,
    }))
    const concerning = this.#rows.filter(({ message }) => message.replyTo || message.mentions?.userIds).map(({ message }) => message.id)
    const expiring = new Map<string, number>()
    for (const { change: { conversationId }, message: { expiresAt = Infinity } } of this.#rows) expiring.set(conversationId, Math.min(expiring.get(conversationId) ?? Infinity, expiresAt))
    const due = [...expiring].filter(([, at]) => Number.isFinite(at))
    await Promise.all([
      tx.query(insert, [JSON.stringify(rows)], 'messages.send-under-lock'),
      concerning.length > 0 && tx.query('SELECT palaver_note_activity($1::uuid[])', [concerning], 'messages.note-activity'),
      due.length > 0 && tx.query('SELECT palaver_set_expiries($1::jsonb)', [JSON.stringify(Object.fromEntries(due))], 'messages.set-expiries'),
    ])
  }
}

const refused = (error: PalaverError): Outcome<SentMessage> => ({ ok: false, error })
