import type { Message } from '@palaver/protocol'
import type { ChangeEvent } from '../../platform/writer/change.ts'
import type { SendChange, SendRow } from './send-change.ts'

interface SentRun {
  readonly id: string
  readonly after: number
  readonly messages: Message[]
}

/** What one batch sent, by conversation: one event for each. */
export class SentRuns {
  readonly #runs = new Map<string, SentRun>()

  add(change: SendChange, [, position, revision, createdAt, replyToPosition]: SendRow): void {
    let run = this.#runs.get(change.conversationId)
    if (!run) {
      run = { id: change.conversationId, after: revision - 1, messages: [] }
      this.#runs.set(change.conversationId, run)
    }
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
}
