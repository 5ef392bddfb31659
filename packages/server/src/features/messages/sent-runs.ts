import type { Message } from '@palaver/protocol'
import type { ChangeEvent } from '../../platform/writer/change.ts'

interface SentRun {
  readonly id: string
  readonly after: number
  readonly messages: Message[]
}

/** What one batch wrote, by conversation: one event for each. */
export class SentRuns {
  readonly #runs = new Map<string, SentRun>()

  add(conversationId: string, message: Message): void {
    const run = this.#runs.get(conversationId)
    if (run) run.messages.push(message)
    else this.#runs.set(conversationId, { id: conversationId, after: message.revision - 1, messages: [message] })
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
