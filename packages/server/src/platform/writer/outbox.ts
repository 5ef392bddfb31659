import type { Sql } from '../sql.ts'
import type { ChangeEvent } from './change.ts'

/** `c`: rows of a conversation, `u`: memberships of a user; `after < revision <= upTo`. */
export type OutboxEntry = readonly [scope: 'c' | 'u', id: string, after: number, upTo: number]

/** The intervals from which the relay rebuilds events that were committed and not published. */
export const outboxEntries = (events: readonly ChangeEvent[]): OutboxEntry[] =>
  events.map((event) => [event.scope === 'conversation' ? 'c' : 'u', event.id, event.after, event.revision])

/** Outbox rows whose events were published. The next batch deletes them on its way; after a quiet moment they go by themselves. */
export class PublishedRows {
  readonly #sql: Sql
  readonly #quietMs: number
  readonly #onError: (error: unknown) => void
  #ids: number[] = []
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
    this.#timer ??= setTimeout(() => void this.flush(), this.#quietMs).unref()
  }

  /** Hands them over to whoever deletes them now. */
  take(): readonly number[] {
    const ids = this.#ids
    this.#ids = []
    return ids
  }

  /** The batch that took them failed. */
  giveBack(ids: readonly number[]): void {
    for (const id of ids) this.add(id)
  }

  /** Deletes those that are here, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  /** Deletes them now. Those that cannot be deleted are left to the relay, which publishes them once more: that does no harm. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const ids = this.take()
    if (ids.length > 0) await this.#sql.query(deletePublished, [ids]).catch(this.#onError)
  }
}

/** A row that the relay holds is deleted by the relay. */
export const deletePublished = `
  DELETE FROM outbox WHERE id IN (SELECT o.id FROM outbox o WHERE o.id = ANY ($1::bigint[]) FOR UPDATE SKIP LOCKED)`
