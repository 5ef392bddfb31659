import type { Message } from '@palaver/protocol'
import type { Opened } from '../../platform/message-log/restricted.ts'
import type { ChangeEvent } from '../../platform/writer/change.ts'

interface SentRun {
  readonly id: string
  readonly after: number
  readonly messages: Message[]
  readonly opened: Opened[]
}

/** What one batch wrote, by conversation: one event for each. */
export class SentRuns {
  readonly #runs = new Map<string, SentRun>()

  /** `opened`: what of it only some members see. */
  add(conversationId: string, message: Message, opened?: Opened): void {
    const known = this.#runs.get(conversationId)
    const run = known ?? { id: conversationId, after: message.revision - 1, messages: [], opened: [] }
    if (!known) this.#runs.set(conversationId, run)
    run.messages.push(message)
    if (opened) run.opened.push(opened)
  }

  events(): ChangeEvent[] {
    return [...this.#runs.values()].map(({ id, after, messages, opened }) => ({
      name: 'message.sent',
      scope: 'conversation',
      id,
      after,
      revision: after + messages.length,
      payload: { messages },
      ...(opened.length > 0 && { opened }),
    }))
  }
}
