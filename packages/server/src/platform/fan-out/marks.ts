import type { EphemeralPayload, Mark } from '@palaver/protocol'

type Moved = EphemeralPayload<'marks.moved'>

interface Pending {
  timer: NodeJS.Timeout
  marksRevision: number
  readonly marks: Map<string, Mark>
}

const merged = (known: Mark | undefined, mark: Mark): Mark =>
  known ? { userId: mark.userId, delivered: Math.max(known.delivered, mark.delivered), read: Math.max(known.read, mark.read) } : mark

/** Sends marks of a conversation at once, and then at most once in `everyMs`, merged by maximum. */
export class MarksCoalescer {
  readonly #pending = new Map<string, Pending>()
  readonly #emit: (payload: Moved) => void
  readonly #everyMs: number

  constructor(emit: (payload: Moved) => void, everyMs = 1000) {
    this.#emit = emit
    this.#everyMs = everyMs
  }

  add(payload: Moved): void {
    const pending = this.#pending.get(payload.conversationId)
    if (pending) {
      pending.marksRevision = Math.max(pending.marksRevision, payload.marksRevision)
      for (const mark of payload.marks) pending.marks.set(mark.userId, merged(pending.marks.get(mark.userId), mark))
      return
    }
    this.#wait(payload.conversationId)
    this.#emit(payload)
  }

  #wait(conversationId: string): void {
    const timer = setTimeout(() => this.#due(conversationId), this.#everyMs)
    timer.unref()
    this.#pending.set(conversationId, { timer, marksRevision: 0, marks: new Map() })
  }

  #due(conversationId: string): void {
    const pending = this.#pending.get(conversationId)
    this.#pending.delete(conversationId)
    if (!pending || pending.marks.size === 0) return
    this.#wait(conversationId)
    this.#emit({ conversationId, marksRevision: pending.marksRevision, marks: [...pending.marks.values()] })
  }

  close(): void {
    for (const pending of this.#pending.values()) clearTimeout(pending.timer)
    this.#pending.clear()
  }
}
