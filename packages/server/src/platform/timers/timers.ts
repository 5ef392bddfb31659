import type { Sql } from '../sql.ts'

/** One run of a timer that was due. */
export interface TimerRun {
  /** The same for each try of this timer: the idempotency key for effects outside of the database. */
  readonly id: string
  readonly dueAt: Date
  /** 1 for the first. */
  readonly attempt: number
  /**
   * Commits an effect in the database together with the mark that it happened, so that it happens once whatever dies when.
   * `work` may await nothing but SQL of its `tx`. It may set timers, also this one anew.
   * @throws {TimerGoneError} when the timer was cancelled, set anew or taken over meanwhile; nothing is committed then.
   */
  complete<T>(work: (tx: Sql) => Promise<T>): Promise<T>
}

/**
 * What happens when a timer is due. A throw means: again, with backoff; after the last try it is laid aside (`palaver jobs`).
 * Without {@link TimerRun.complete} a timer is done when its handler resolves, so after a crash it may have run twice.
 */
export type TimerHandler<Data extends object> = (data: Data, run: TimerRun) => Promise<void>

/** What is to be remembered. `key` is unique within its kind. */
export interface Timer<Data extends object> {
  readonly key: string
  readonly data: Data
  /** Now unless given, by the database's clock. */
  readonly dueAt?: Date
}

/**
 * Durable work for later or for soon, as rows: it survives crashes, an emptied Redis and days without a server. What is overdue then
 * begins in the order of its time.
 */
export interface Timers {
  /** Sets a timer in the caller's own transaction, in place of an earlier one with the same kind and key. */
  set<Data extends object>(tx: Sql, kind: string, timer: Timer<Data>): Promise<void>
  /** Takes a timer away; false when there is none. A handler that is at work already can no longer complete it. */
  cancel(tx: Sql, kind: string, key: string): Promise<boolean>
  /** Binds the handler of a kind; before the start. */
  handle<Data extends object>(kind: string, handler: TimerHandler<Data>): void
  /** Looks for due timers at once instead of within a second; after the commit. Without effect on nodes that run no jobs. */
  wake(): void
}

/** The timer that a handler works on is no longer there, or another worker has it. */
export class TimerGoneError extends Error {
  constructor(kind: string) {
    super(`unable to complete a timer of ${kind}; it was cancelled, set anew or taken over`)
    this.name = 'TimerGoneError'
  }
}
