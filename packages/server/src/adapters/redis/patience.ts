import type { Redis } from 'ioredis'
import type { Log } from '../../platform/log.ts'
import { type Counter, type Metrics, noMetrics } from '../../platform/metrics.ts'

/** What {@link Patience} needs. */
export interface PatienceOptions {
  readonly redis: Redis
  /** Who asks, for log and metric. */
  readonly part: 'limits' | 'guesses' | 'presence'
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics?: Metrics
  /** How long an answer is waited for; 50 unless given. */
  readonly waitMs?: number
}

/** After a failure one question in this time finds out whether Redis is back; nobody else waits. */
const restMs = 1000

/** Asks Redis, and never waits long: whoever gets no answer goes on alone. */
export class Patience {
  readonly #options: PatienceOptions
  readonly #fallbacks: Counter
  #failedAt: number | undefined
  #probing = false
  #told = false

  constructor(options: PatienceOptions) {
    this.#options = options
    this.#fallbacks = (options.metrics ?? noMetrics).counter('palaver_redis_fallbacks_total', { part: options.part })
  }

  /** True when nobody is asked now: the caller goes on alone, which is counted. */
  isAway(): boolean {
    const rests = this.#failedAt !== undefined && (this.#probing || performance.now() < this.#failedAt + restMs)
    if (!rests && this.#options.redis.status === 'ready') return false
    this.#goAlone(new Error('unable to ask Redis; it is away'))
    return true
  }

  /** The answer; undefined when Redis is away, slow, or refuses. */
  async ask<Answer>(question: (redis: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    if (this.isAway()) return undefined
    this.#probing = this.#failedAt !== undefined
    try {
      const answer = await inTime(question(this.#options.redis), this.#options.waitMs ?? 50)
      this.#answered()
      return answer
    } catch (error) {
      this.#failedAt = performance.now()
      this.#probing = false
      this.#goAlone(error)
      return undefined
    }
  }

  /** Counts an answer that this process gave itself, and tells the log of the first. */
  #goAlone(err: unknown): void {
    this.#fallbacks.add()
    if (!this.#told) this.#options.log.warn({ err, part: this.#options.part }, 'Redis does not answer; this process goes on alone')
    this.#told = true
  }

  #answered(): void {
    this.#failedAt = undefined
    this.#probing = false
    if (this.#told) this.#options.log.info({ part: this.#options.part }, 'Redis answers again')
    this.#told = false
  }
}

function inTime<Answer>(answer: Promise<Answer>, waitMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`unable to ask Redis; it did not answer within ${waitMs} ms`))
    // After a stall of this process the answer may lie there unread: it is read before the immediate runs.
    const late = setTimeout(() => setImmediate(giveUp), waitMs)
    answer.then(resolve, reject).finally(() => clearTimeout(late))
  })
}
