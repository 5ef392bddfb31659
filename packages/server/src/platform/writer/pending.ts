import type { SpanContext } from '@opentelemetry/api'
import type { ChangeKind } from './change.ts'

/** A change that waits for its batch. */
export interface PendingChange {
  readonly kind: ChangeKind
  readonly input: { readonly conversationId: string }
  /** Milliseconds since the epoch, when it arrived. */
  readonly since: number
  /** The span of whoever submitted it, when that is being traced. */
  readonly span?: SpanContext | undefined
  readonly resolve: (answer: { readonly result: unknown; readonly replay: boolean }) => void
  readonly reject: (error: unknown) => void
}

const firstDelayMs = 2
const lastDelayMs = 50

/**
 * The queue of a lane. A batch is of one kind: that of the oldest change which may go now, and whatever of that kind can go with it
 * without overtaking an older change of its conversation.
 */
export class PendingChanges {
  #queue: PendingChange[] = []
  /** Conversations whose row was locked elsewhere: not before `until`. */
  readonly #held = new Map<string, { until: number; delay: number }>()

  get size(): number {
    return this.#queue.length
  }

  push(change: PendingChange): void {
    this.#queue.push(change)
  }

  /** Changes that were skipped go back to where they were, and their conversations wait a little, longer each time. */
  putBack(changes: readonly PendingChange[], now: number): void {
    for (const id of new Set(changes.map((change) => change.input.conversationId))) {
      const delay = Math.min((this.#held.get(id)?.delay ?? firstDelayMs / 2) * 2, lastDelayMs)
      this.#held.set(id, { until: now + delay, delay })
    }
    this.#queue = [...changes, ...this.#queue]
  }

  /** A change of this conversation was written: its row is free. */
  release(conversationId: string): void {
    if (this.#held.size > 0) this.#held.delete(conversationId)
  }

  /** When the first held conversation may be tried again; undefined when none is held. */
  get nextTry(): number | undefined {
    let first: number | undefined
    for (const { until } of this.#held.values()) if (first === undefined || until < first) first = until
    return first
  }

  /** Takes the next batch, at most `max` changes; empty when everything is held. */
  take(max: number, now: number): PendingChange[] {
    const held = this.#heldNow(now)
    const first = held ? this.#queue.find((change) => !held.has(change.input.conversationId)) : this.#queue[0]
    if (!first) return []
    const batch: PendingChange[] = []
    const left: PendingChange[] = []
    const blocked = new Set<string>()
    let index = 0
    for (; index < this.#queue.length && batch.length < max; index++) {
      const change = this.#queue[index]
      if (!change) break
      const { conversationId } = change.input
      const free = !held?.has(conversationId) && (change.kind.commutes || blocked.size === 0 || !blocked.has(conversationId))
      if (free && change.kind === first.kind) {
        batch.push(change)
        if (change.kind.endsBatch) blocked.add(conversationId)
      } else {
        left.push(change)
        if (!change.kind.commutes) blocked.add(conversationId)
      }
    }
    this.#queue = index === this.#queue.length ? left : left.concat(this.#queue.slice(index))
    return batch
  }

  #heldNow(now: number): ReadonlySet<string> | undefined {
    if (this.#held.size === 0) return undefined
    const held = new Set<string>()
    for (const [id, { until }] of this.#held) if (until > now) held.add(id)
    return held.size > 0 ? held : undefined
  }
}
