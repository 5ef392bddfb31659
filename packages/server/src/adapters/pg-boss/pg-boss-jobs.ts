import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Database } from '../../platform/database.ts'
import type { JobHandler, Jobs } from '../../platform/jobs.ts'
import { type Metrics, noMetrics } from '../../platform/metrics.ts'
import { jobId } from '../job-id.ts'
import { connection } from './database.ts'

export interface PgBossOptions {
  readonly database: Database
  /** The address of PostgreSQL, when the database is one. */
  readonly databaseUrl?: string
  /** Told of each failed try and of trouble of the queue itself. */
  readonly onError: (error: unknown, queue?: string) => void
  readonly metrics?: Metrics
  /** Tries after the first; 5 unless given. */
  readonly retries?: number
  /** Seconds before the first retry, doubled each time with jitter, an hour at most; 2 unless given. */
  readonly retryDelay?: number
  /** Seconds between looks for jobs that became due, retries among them; new jobs are announced and wait for none. 10 unless given, 0.5 at least. */
  readonly pollingInterval?: number
  /** Seconds after which a silent worker loses its job to another one, about; 30 unless given, 10 at least. */
  readonly heartbeat?: number
  /** Seconds between looks for schedules that are due and for silent workers; 30 unless given. */
  readonly supervision?: number
}

/** Jobs on pg-boss: in PGlite when embedded, in PostgreSQL otherwise. Its tables are in the schema `pgboss`, which it migrates itself. */
export function createPgBossJobs(options: PgBossOptions): Jobs {
  return new PgBossJobs(options)
}

/** Jobs that a worker takes at once. */
const batchSize = 20
const stopTimeoutMs = 25_000
/** Seconds between looks where new jobs are not announced, since the database cannot `LISTEN`. */
const unannounced = 2
const deadLettersKept = 30 * 86_400

class PgBossJobs implements Jobs {
  readonly #options: PgBossOptions
  readonly #boss: PgBoss
  readonly #metrics: Metrics
  readonly #handlers = new Map<string, (data: object) => Promise<void>>()
  readonly #schedules = new Map<string, string>()
  #stopping: Promise<void> | undefined

  constructor(options: PgBossOptions) {
    this.#options = options
    const { metrics = noMetrics, supervision = 30 } = options
    this.#metrics = metrics
    this.#boss = new PgBoss({
      ...connection(options.database, options.databaseUrl),
      useListenNotify: true,
      schedule: true,
      monitorIntervalSeconds: supervision,
      superviseIntervalSeconds: supervision,
      cronMonitorIntervalSeconds: supervision,
      cronWorkerIntervalSeconds: Math.min(supervision, 5),
    })
    this.#boss.on('error', (error) => options.onError(error))
  }

  handle<Data extends object>(queue: string, handler: JobHandler<Data>): void {
    if (this.#handlers.has(queue)) throw new Error(`unable to handle ${queue}; it has a handler`)
    // Only this queue's own enqueue puts data in, so its type is the handler's.
    this.#handlers.set(queue, (data) => handler(data as Data))
  }

  schedule(queue: string, cron: string): void {
    this.#schedules.set(queue, cron)
  }

  async start(): Promise<void> {
    const { pollingInterval = 10 } = this.#options
    await this.#boss.start()
    for (const queue of this.#handlers.keys()) await this.#makeQueue(queue)
    for (const [queue, cron] of this.#schedules) await this.#boss.schedule(queue, cron, {}, { tz: 'UTC', missed: 'once' })
    for (const [queue, handler] of this.#handlers) {
      // Without burstWhenBatchFull a backlog waits for the next poll after each batch.
      const work = { batchSize, includeMetadata: true, burstWhenBatchFull: true, perJobResults: true, pollingIntervalSeconds: Math.min(pollingInterval, unannounced), notifyPollingIntervalSeconds: pollingInterval } as const
      await this.#boss.work<object, unknown, typeof work>(queue, work, (jobs) => Promise.all(jobs.map((job) => this.#run(queue, handler, job))))
    }
  }

  async enqueue<Data extends object>(queue: string, data: Data, options: { readonly id?: string; readonly startAfterMs?: number } = {}): Promise<void> {
    await this.#boss.send(queue, data, {
      ...(options.id !== undefined && { id: jobId(queue, options.id) }),
      ...(options.startAfterMs !== undefined && { startAfter: new Date(Date.now() + options.startAfterMs) }),
    })
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#boss.stop({ graceful: true, close: true, timeout: stopTimeoutMs })
    await this.#stopping
  }

  async #makeQueue(queue: string): Promise<void> {
    const { retries = 5, retryDelay = 2, heartbeat = 30 } = this.#options
    const retry = { heartbeatSeconds: heartbeat, retryLimit: retries, retryDelay, retryBackoff: retryDelay > 0, ...(retryDelay > 0 && { retryDelayMax: 3600 }) }
    await this.#boss.createQueue(deadLetters(queue), { retentionSeconds: deadLettersKept })
    await this.#boss.createQueue(queue, { ...retry, deadLetter: deadLetters(queue), notify: true })
    await this.#boss.updateQueue(queue, retry)
  }

  /** One failed job must not take its batch with it. */
  async #run(queue: string, handler: (data: object) => Promise<void>, job: JobWithMetadata<object>): Promise<JobResult> {
    try {
      await handler(job.data)
      this.#metrics.counter('palaver_jobs_total', { queue, outcome: 'done' }).add()
      return { id: job.id, status: 'completed' }
    } catch (error) {
      this.#metrics.counter('palaver_jobs_total', { queue, outcome: job.retryCount < job.retryLimit ? 'failed' : 'dead' }).add()
      this.#options.onError(error, queue)
      return { id: job.id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } }
    }
  }
}

/** Where jobs of a queue end that failed at every try; an operator may look at them and send them again. */
export function deadLetters(queue: string): string {
  return `${queue}.dead`
}
