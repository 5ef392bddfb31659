/** A job handler; a throw means: try again with backoff, then the dead-letter list. */
export type JobHandler<Data extends object> = (data: Data) => Promise<void>

/** The job queue: pg-boss when embedded, BullMQ when scaled, one conformance suite. */
export interface Jobs {
  /** Binds the handler of a queue; before {@link start}. */
  handle<Data extends object>(queue: string, handler: JobHandler<Data>): void
  /** Runs a queue by a five-field cron expression in UTC; before {@link start}. */
  schedule(queue: string, cron: string): void
  start(): Promise<void>
  /** Queues a job. `id` makes it deterministic: the same id twice is one job. */
  enqueue<Data extends object>(queue: string, data: Data, options?: { readonly id?: string; readonly startAfterMs?: number }): Promise<void>
  /** Lets running handlers finish. */
  stop(): Promise<void>
}
