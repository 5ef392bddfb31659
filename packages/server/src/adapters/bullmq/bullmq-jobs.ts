import { type Job, type JobsOptions, Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { JobHandler, Jobs } from '../../platform/jobs.ts'
import { type Metrics, noMetrics } from '../../platform/metrics.ts'
import { jobId } from '../job-id.ts'
import { type BullmqAddress, keyPrefix, queueingConnection, workingConnection } from './connections.ts'

export interface BullmqOptions extends BullmqAddress {
  /** Told of each failed try and of trouble of the queue itself, but not of a Redis that is away: that is told elsewhere. */
  readonly onError: (error: unknown, queue?: string) => void
  readonly metrics?: Metrics
  /** Tries after the first; 5 unless given. */
  readonly retries?: number
  /** Before the first retry, doubled each time with jitter; 2,000 unless given. */
  readonly retryDelayMs?: number
  /** How long a silent worker keeps its job; within twice this another one has it. 30,000 unless given. */
  readonly lockMs?: number
  /** How often it is looked whether the schedules are still there, since Redis may have been emptied; 60,000 unless given. */
  readonly scheduleCheckMs?: number
}

/** Jobs on BullMQ, for several nodes. The queues lie below `<prefix>jobs` in Redis. */
export function createBullmqJobs(options: BullmqOptions): Jobs {
  return new BullmqJobs(options)
}

/** Jobs that a worker takes at once. */
const concurrency = 20
const stopTimeoutMs = 25_000
const redisIsBackMs = 1000
const day = 86_400
// Ended jobs stay so that the same id is known. Redis must not grow with every job that ever was.
const keep = { removeOnComplete: { age: day, count: 10_000 }, removeOnFail: { age: 30 * day, count: 10_000 } } as const
/** One schedule for each queue. */
const scheduler = 'schedule'

class BullmqJobs implements Jobs {
  readonly #options: BullmqOptions
  readonly #metrics: Metrics
  readonly #queueing: Redis
  readonly #working: Redis
  readonly #handlers = new Map<string, (data: object) => Promise<void>>()
  readonly #schedules = new Map<string, string>()
  readonly #queues = new Map<string, Queue>()
  readonly #workers: Worker[] = []
  readonly #jobOptions: JobsOptions
  #check: NodeJS.Timeout | undefined
  #stopping: Promise<void> | undefined

  constructor(options: BullmqOptions) {
    const { metrics = noMetrics, retries = 5, retryDelayMs = 2000 } = options
    this.#options = options
    this.#metrics = metrics
    this.#queueing = queueingConnection(options)
    this.#working = workingConnection(options)
    this.#jobOptions = { ...keep, attempts: retries + 1, backoff: { type: 'exponential', delay: retryDelayMs, jitter: 0.5 } }
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
    await Promise.all([this.#queueing.connect(), this.#working.connect()])
    await this.#upsertSchedules('all')
    for (const [queue, handler] of this.#handlers) this.#workers.push(this.#work(queue, handler))
    await Promise.all(this.#workers.map((worker) => worker.waitUntilReady()))
    for (const worker of this.#workers) this.#run(worker)
    const mend = (): void => {
      void this.#upsertSchedules('missing').catch((error: unknown) => this.#onTrouble(error))
      // An error that BullMQ does not take for one of the connection ends its loop for good.
      for (const worker of this.#workers) if (!worker.isRunning()) this.#run(worker)
    }
    this.#queueing.on('ready', mend)
    this.#check = setInterval(mend, this.#options.scheduleCheckMs ?? 60_000).unref()
  }

  async enqueue<Data extends object>(queue: string, data: Data, options: { readonly id?: string; readonly startAfterMs?: number } = {}): Promise<void> {
    try {
      await this.#queue(queue).add(queue, data, {
        ...this.#jobOptions,
        ...(options.id !== undefined && { jobId: jobId(queue, options.id) }),
        ...(options.startAfterMs !== undefined && { delay: options.startAfterMs }),
      })
    } catch (error) {
      // One that was made while Redis was away stays unusable for ever.
      this.#queues.delete(queue)
      throw error
    }
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    await this.#stopping
  }

  async #stop(): Promise<void> {
    clearInterval(this.#check)
    const closed = Promise.all(this.#workers.map((worker) => worker.close()))
    // While Redis is away a worker waits for it to say that it goes.
    const late = new Promise<void>((resolve) => { setTimeout(resolve, stopTimeoutMs).unref() })
    await Promise.race([closed, late])
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch((error: unknown) => this.#onTrouble(error))))
    this.#queueing.disconnect()
    this.#working.disconnect()
  }

  #queue(name: string): Queue {
    const known = this.#queues.get(name)
    if (known) return known
    const queue = new Queue(name, { connection: this.#queueing, prefix: keyPrefix(this.#options), skipWaitingForReady: true })
    queue.on('error', (error) => this.#onTrouble(error, name))
    this.#queues.set(name, queue)
    return queue
  }

  #work(queue: string, handler: (data: object) => Promise<void>): Worker {
    const { lockMs = 30_000, retries = 5 } = this.#options
    const worker = new Worker<object>(queue, (job) => handler(job.data), {
      connection: this.#working,
      prefix: keyPrefix(this.#options),
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: retries,
      // Its own runs, begun too early, would not survive a Redis that goes away in that moment.
      autorun: false,
      runRetryDelay: redisIsBackMs,
    })
    worker.on('completed', () => this.#metrics.counter('palaver_jobs_total', { queue, outcome: 'done' }).add())
    worker.on('failed', (job: Job | undefined, error) => {
      const comesAgain = job !== undefined && job.finishedOn === undefined
      this.#metrics.counter('palaver_jobs_total', { queue, outcome: comesAgain ? 'failed' : 'dead' }).add()
      this.#options.onError(error, queue)
    })
    worker.on('error', (error) => this.#onTrouble(error, queue))
    return worker
  }

  #run(worker: Worker): void {
    worker.run().catch((error: unknown) => this.#onTrouble(error))
  }

  /** Making a schedule anew moves its next run, so one that is there is left alone, but for the start: it may be another one by now. */
  async #upsertSchedules(which: 'all' | 'missing'): Promise<void> {
    for (const [name, pattern] of this.#schedules) {
      const queue = this.#queue(name)
      if (which === 'missing' && (await queue.getJobScheduler(scheduler)) !== undefined) continue
      await queue.upsertJobScheduler(scheduler, { pattern, tz: 'UTC' }, { name, data: {}, opts: this.#jobOptions })
    }
  }

  #onTrouble(error: unknown, queue?: string): void {
    if (this.#stopping !== undefined || (error instanceof Error && saysThatRedisIsAway.test(error.message))) return
    this.#options.onError(error, queue)
  }
}

const saysThatRedisIsAway = /isn't writeable|Connection is closed|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|^LOADING/
