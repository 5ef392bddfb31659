import type { Sql } from '../sql.ts'
import type { ChangeEvent } from './change.ts'

/** `c`: rows of a conversation, `u`: memberships and private rows of a user; `after < revision <= upTo`. */
export type OutboxEntry = readonly [scope: 'c' | 'u', id: string, after: number, upTo: number]

/** The intervals from which the relay rebuilds events that were committed and not published. */
export const outboxEntries = (events: readonly ChangeEvent[]): OutboxEntry[] =>
  events.map((event) => [event.scope === 'conversation' ? 'c' : 'u', event.id, event.after, event.revision])

/**
 * Outbox rows whose events were published. A batch stores its intervals in one of them: an update in place is a fraction of what a deletion
 * and an insertion cost. Those that no batch wanted for a moment are deleted, before a relay takes them for forgotten.
 */
export class PublishedRows {
  readonly #sql: Sql
  readonly #quietMs: number
  readonly #onError: (error: unknown) => void
  /** Taken and given back at the end, so what lies at the beginning is what is not needed. */
  readonly #ids: number[] = []
  /** The fewest that lay here since the timer was set: so many were wanted by nobody. */
  #unwanted = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(sql: Sql, options: { readonly quietMs: number; readonly onError: (error: unknown) => void }) {
    this.#sql = sql
    this.#quietMs = options.quietMs
    this.#onError = options.onError
  }

  add(id: number): void {
    // Taken after the end: the relay of another node publishes it once more.
    if (this.#closed) return
    this.#ids.push(id)
    this.#watch()
  }

  /** Hands one over to a batch. It is added again when the batch was published, or could not use it. */
  take(): number | null {
    const id = this.#ids.pop() ?? null
    this.#unwanted = Math.min(this.#unwanted, this.#ids.length)
    return id
  }

  /** Deletes those that are here, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#delete(this.#ids.length)
  }

  #watch(): void {
    if (this.#timer || this.#ids.length === 0) return
    this.#unwanted = this.#ids.length
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#delete(this.#unwanted)
      this.#watch()
    }, this.#quietMs).unref()
  }

  /** Those that cannot be deleted are left to the relay, which publishes them once more: that does no harm. */
  async #delete(count: number): Promise<void> {
    const ids = this.#ids.splice(0, count)
    if (ids.length > 0) await this.#sql.query('DELETE FROM outbox WHERE id = ANY ($1::bigint[])', [ids], 'writer.tidy').catch(this.#onError)
  }
}
