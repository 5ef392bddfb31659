/** A job handler; a throw means: try again with backoff, then the dead-letter list. It may run twice: after a node died, and beside itself. */
export type JobHandler<Data extends object> = (data: Data) => Promise<void>

/** What runs again and again by the clock. All that it does is found in the database, so a missed run is made up for by the next. */
export interface RecurringJobs {
  /** Binds the handler of a queue; before the start. */
  handle<Data extends object>(queue: string, handler: JobHandler<Data>): void
  /**
   * Runs a queue by a five-field cron expression in UTC, once in the whole cluster; before the start. Nodes whose clocks stand on both sides of
   * that time may both run it, so it must bear repetition.
   */
  schedule(queue: string, cron: string): void
}

/** The job queue: pg-boss when embedded, BullMQ when scaled, one conformance suite. It holds nothing durable: see {@link Timers}. */
export interface Jobs extends RecurringJobs {
  /** Begins to run what has a handler. */
  start(): Promise<void>
  /** Queues a job. `id` makes it deterministic: the same id twice is one job, also when it has run, for a day or the queue's last 10,000 jobs. */
  enqueue<Data extends object>(queue: string, data: Data, options?: { readonly id?: string; readonly startAfterMs?: number }): Promise<void>
  /** Lets running handlers finish. */
  stop(): Promise<void>
}

/** A job that failed at every try. */
export interface DeadJob {
  readonly queue: string
  readonly id: string
  readonly data: unknown
  /** The message of the last failure. */
  readonly error: string
  readonly failedAt: Date
}

/** Jobs that failed at every try; they stay for 30 days. */
export interface DeadJobs {
  /** The newest 1,000 of each queue, by queue. */
  list(): Promise<readonly DeadJob[]>
  /** Queues one again, or all of a queue; returns how many those were. */
  retry(queue: string, id?: string): Promise<number>
  close(): Promise<void>
}
