import type { ConversationCursor, EphemeralPayload } from '@palaver/protocol'
import type { MessageLog } from '../message-log/message-log.ts'
import type { Followed } from './followed.ts'

/** What {@link CatchUp} needs. */
export interface CatchUpOptions {
  readonly log: Pick<MessageLog, 'ended' | 'movedMarks'>
  readonly find: (id: string) => Followed | undefined
  /** Events up to this head may be lacking; they are mended for those who get every event. */
  readonly expect: (followed: Followed, head: number) => void
  readonly end: (followed: Followed, userIds: readonly string[], revision: number) => void
  /** A conversation with passive followers has changed. */
  readonly touch: (id: string) => void
  readonly tellMarks: (payload: EphemeralPayload<'marks.moved'>) => void
}

/**
 * Compares what this node has handed on with what the database says, and makes good what the bus lost: events, memberships that ended,
 * marks. At most two queries for all conversations of a call, whatever was lost; events of a live conversation cost one each.
 */
export class CatchUp {
  readonly #options: CatchUpOptions

  constructor(options: CatchUpOptions) {
    this.#options = options
  }

  async take(cursors: readonly ConversationCursor[]): Promise<void> {
    const { find } = this.#options
    const unseen: [Followed, number][] = []
    const unmarked: Followed[] = []
    for (const [id, revision, marksRevision] of cursors) {
      const followed = find(id)
      if (!followed) continue
      if ((followed.order.revision ?? 0) < revision) unseen.push([followed, revision])
      if (followed.settled.size > 0 && (followed.marksRevision ?? 0) < marksRevision) unmarked.push(followed)
    }
    if (unseen.length > 0) await this.#takeUnseen(unseen)
    if (unmarked.length > 0) await this.#tellMarks(unmarked)
  }

  /** Whoever is no member any more stops following before anything else is told. Where nobody takes the events themselves, no more is needed. */
  async #takeUnseen(unseen: readonly (readonly [Followed, number])[]): Promise<void> {
    const { log, expect, end, touch, find } = this.#options
    const ended = await log.ended(unseen.map(([{ id, order }]) => [id, order.revision ?? 0]))
    for (const { conversationId, userId, revision } of ended) {
      const followed = find(conversationId)
      if (followed) end(followed, [userId], revision)
    }
    for (const [followed, head] of unseen) {
      if (followed.isLive) {
        expect(followed, head)
        continue
      }
      followed.order.advance(head)
      touch(followed.id)
    }
  }

  async #tellMarks(unmarked: readonly Followed[]): Promise<void> {
    const { log, find, tellMarks } = this.#options
    for (const payload of await log.movedMarks(unmarked.map(({ id, marksRevision }) => [id, marksRevision ?? 0]))) {
      const followed = find(payload.conversationId)
      if (!followed) continue
      followed.marksRevision = Math.max(followed.marksRevision ?? 0, payload.marksRevision)
      if (payload.marks.length > 0) tellMarks(payload)
    }
  }
}
