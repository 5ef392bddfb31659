import type { Metrics } from '../metrics.ts'
import type { SqlDatabase } from '../sql.ts'
import { type Claim, deleteTimer, type Handover, type TimerRows } from './timer-rows.ts'
import { TimerGoneError, type TimerHandler } from './timers.ts'

export interface TimerRunnerParts {
  readonly sql: SqlDatabase
  readonly rows: TimerRows
  readonly metrics: Metrics
  readonly onError: (error: unknown, kind: string) => void
  readonly now: () => number
  /** Milliseconds after which a worker at work says that it is. */
  readonly renewMs: number
  /** Tries until a timer is laid aside. */
  readonly tries: number
  /** Before the second try, doubled each time with jitter, an hour at most. */
  readonly retryDelayMs: number
}

const longestDelayMs = 3_600_000

/** Runs what came out of the queue. It may come twice, late, or from a worker that was thought dead: the claim lets one of them through. */
export class TimerRunner {
  readonly #parts: TimerRunnerParts

  constructor(parts: TimerRunnerParts) {
    this.#parts = parts
  }

  async run(kind: string, handler: TimerHandler<object>, handover: Handover): Promise<void> {
    const { rows, tries, renewMs } = this.#parts
    const claim = await rows.claim(handover)
    if (!claim) return
    if (claim.attempt > tries) return this.#layAside(kind, claim)
    const renewal = setInterval(() => void rows.renew(claim).catch((error: unknown) => this.#parts.onError(error, kind)), renewMs)
    try {
      await this.#attempt(kind, handler, claim)
      this.#count(kind, 'done')
    } catch (error) {
      await this.#failed(kind, claim, error)
    } finally {
      clearInterval(renewal)
    }
  }

  async #attempt(kind: string, handler: TimerHandler<object>, claim: Claim): Promise<void> {
    const { sql, metrics, now } = this.#parts
    let isDone = false
    metrics.histogram('palaver_timer_delay_seconds', { kind }).record(Math.max(0, now() - claim.dueAt.getTime()) / 1000)
    await handler(claim.data, {
      id: claim.id,
      dueAt: claim.dueAt,
      attempt: claim.attempt,
      complete: async (work) => {
        const result = await sql.transaction(async (tx) => {
          // First, because it locks the row: whoever sets or cancels it waits.
          if (!(await deleteTimer(tx, claim))) throw new TimerGoneError(kind)
          return work(tx)
        })
        isDone = true
        return result
      },
    })
    if (!isDone) await deleteTimer(sql, claim)
  }

  async #failed(kind: string, claim: Claim, error: unknown): Promise<void> {
    if (error instanceof TimerGoneError) return this.#count(kind, 'gone')
    const { rows, tries, retryDelayMs, onError } = this.#parts
    const isLast = claim.attempt >= tries
    const delay = Math.min(retryDelayMs * 2 ** (claim.attempt - 1), longestDelayMs) * (0.5 + Math.random() / 2)
    this.#count(kind, isLast ? 'dead' : 'failed')
    onError(error, kind)
    // If this fails too, the timer comes again when its lease has run out.
    await rows.fail(claim, { error: error instanceof Error ? error.message : String(error), againMs: isLast ? undefined : Math.round(delay) })
  }

  async #layAside(kind: string, claim: Claim): Promise<void> {
    this.#count(kind, 'dead')
    await this.#parts.rows.fail(claim, { error: 'its worker died at every try', againMs: undefined })
  }

  #count(kind: string, outcome: 'done' | 'failed' | 'dead' | 'gone'): void {
    this.#parts.metrics.counter('palaver_timers_total', { kind, outcome }).add()
  }
}
