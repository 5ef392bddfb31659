import type { EphemeralPayload, Message } from '@palaver/protocol'
import type { ChangeEvent } from '../../platform/writer/change.ts'
import type { SendChange, SendRow } from './send-change.ts'

interface SentRun {
  readonly id: string
  readonly after: number
  readonly marksRevision: number
  readonly messages: Message[]
  /** Senders and the last position that each of them sent. */
  readonly marks: Map<string, number>
}

/** What one batch sent, by conversation: one event and one move of marks for each. */
export class SentRuns {
  readonly #runs = new Map<string, SentRun>()

  add(change: SendChange, [, position, revision, createdAt, marksRevision, replyToPosition]: SendRow): void {
    let run = this.#runs.get(change.conversationId)
    if (!run) {
      run = { id: change.conversationId, after: revision - 1, marksRevision, messages: [], marks: new Map() }
      this.#runs.set(change.conversationId, run)
    }
    run.marks.set(change.senderId, position)
    run.messages.push({
      id: change.id,
      position,
      revision,
      senderId: change.senderId,
      clientId: change.clientId,
      content: change.content,
      ...(change.replyToId !== undefined && replyToPosition !== null && { replyTo: { id: change.replyToId, position: replyToPosition } }),
      createdAt,
      ...(change.custom && { custom: change.custom }),
    })
  }

  events(): ChangeEvent[] {
    return [...this.#runs.values()].map(({ id, after, messages }) => ({
      name: 'message.sent',
      scope: 'conversation',
      id,
      after,
      revision: after + messages.length,
      payload: { messages },
    }))
  }

  /** Sending is having read what stands before. */
  marks(): EphemeralPayload<'marks.moved'>[] {
    return [...this.#runs.values()].map(({ id, marksRevision, marks }) => ({
      conversationId: id,
      marksRevision,
      marks: [...marks].map(([userId, position]) => ({ userId, delivered: position, read: position })),
    }))
  }
}
