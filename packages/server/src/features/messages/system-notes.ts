import { isLarge } from '@palaver/core'
import type { SystemNote } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent, LockedConversation } from '../../platform/writer/change.ts'
import { SentRuns } from './sent-runs.ts'

interface NoteRow {
  readonly conversationId: string
  readonly position: number
  readonly revision: number
  readonly actorId: string
  readonly note: SystemNote
  /** Milliseconds since the epoch. */
  readonly at: number
}

const comingAndGoing: ReadonlySet<SystemNote['type']> = new Set(['members_added', 'member_removed', 'member_left'])

// No input made them, so no input has their hash: a send with such a clientId is a conflict.
const insert = `
  WITH x AS MATERIALIZED (
    SELECT *, gen_random_uuid() AS id FROM json_to_recordset($1::json)
      AS x("conversationId" uuid, position bigint, revision bigint, "actorId" uuid, note jsonb, at bigint)
  )
  INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content, created_at)
  SELECT x."conversationId", x.position, x.id, x.revision, x."actorId", x.id, '', 'system', jsonb_build_object('kind', 'system', 'note', x.note),
    timestamptz 'epoch' + x.at * interval '1 millisecond'
  FROM x RETURNING conversation_id || ':' || position AS key, id`

/** System messages of one run of changes, written in the transaction of what they tell of. */
export class SystemNotes {
  readonly #rows: NoteRow[] = []

  /**
   * Tells of a change that has just taken its revision: the message gets the next one, and the next position. Who comes and goes is not told
   * in a large conversation.
   */
  add(conversation: LockedConversation, actorId: string, note: SystemNote): void {
    if (isLarge(conversation.memberCount) && comingAndGoing.has(note.type)) return
    conversation.shownPosition = ++conversation.headPosition
    conversation.headRevision++
    // Never earlier than what stands before it, so that history can be searched by time through positions.
    conversation.activityAt = Math.max(conversation.now, conversation.activityAt)
    conversation.changed = true
    const { id: conversationId, headPosition: position, headRevision: revision, activityAt: at } = conversation
    this.#rows.push({ conversationId, position, revision, actorId, note, at })
  }

  /** Stores them; returns their events, which follow those of what they tell of. */
  async store(tx: Sql): Promise<ChangeEvent[]> {
    if (this.#rows.length === 0) return []
    const stored = await tx.query<{ key: string; id: string }>(insert, [JSON.stringify(this.#rows)], 'messages.notes')
    const ids = new Map(stored.map(({ key, id }) => [key, id]))
    const runs = new SentRuns()
    for (const { conversationId, position, revision, actorId, note, at } of this.#rows) {
      const id = ids.get(`${conversationId}:${position}`)
      if (id === undefined) throw new Error('unable to write system messages; the database gave no id')
      runs.add(conversationId, { id, position, revision, senderId: actorId, clientId: id, content: { kind: 'system', note }, createdAt: at })
    }
    return runs.events()
  }
}
