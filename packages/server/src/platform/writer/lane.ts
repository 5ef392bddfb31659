import { setTimeout as sleep } from 'node:timers/promises'
import { PalaverError } from '@palaver/protocol'
import { refusal } from '../refusal.ts'
import type { SqlDatabase } from '../sql.ts'
import { traced } from '../tracing.ts'
import type { ChangeKind, CommittedRun } from './change.ts'
import { classifyFailure } from './failure.ts'
import type { WriterMeter } from './meter.ts'
import type { PublishedRows } from './outbox.ts'
import { type PendingChange, PendingChanges } from './pending.ts'
import { writeBatch } from './write-batch.ts'

/** Part of a batch that was committed together, or a single change that failed. */
export type Written =
  | { readonly changes: readonly PendingChange[]; readonly result: CommittedRun<unknown> }
  | { readonly changes: readonly PendingChange[]; readonly error: PalaverError }

/** How a lane paces itself; see WriterOptions for the defaults. */
export interface Pace {
  readonly maxBatch: number
  readonly windowMs: number
  readonly maxWaitMs: number
}

interface LaneParts {
  readonly database: SqlDatabase
  readonly published: PublishedRows
  readonly pace: Pace
  readonly now: () => number
  /** Runs when the next batch is under way already: acknowledge, publish. */
  readonly settle: (written: Written) => void
  readonly meter: WriterMeter
}

const busyBatch = 8
/** What a batch need not be larger than to be cheap; as many as this go with the next one before another lane begins. */
const filled = 64
const attempts = 4

/** One batch at a time. What arrives during a commit is the next batch. */
export class Lane {
  readonly #parts: LaneParts
  readonly #pending = new PendingChanges()
  #state: 'idle' | 'window' | 'waking' | 'writing' | 'held' = 'idle'
  #timer: NodeJS.Timeout | undefined
  /** Of the batch that is under way, or else of the one that is to come. */
  #kind: ChangeKind | undefined
  #lastSize = 0
  #lastEnd = 0
  #whenEmpty: (() => void)[] = []

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  /** Nothing is queued here, and nothing is being written. */
  get isIdle(): boolean {
    return this.#state === 'idle'
  }

  /** Not while it waits for rows that are locked elsewhere: whoever came then would wait, too. */
  hasRoomFor(kind: ChangeKind): boolean {
    return this.#state !== 'idle' && this.#state !== 'held' && this.#kind === kind && this.#pending.size < filled
  }

  submit(change: PendingChange): void {
    if (this.#state === 'idle') this.#kind = change.kind
    this.#pending.push(change)
    if (this.#state === 'idle') this.#wake()
    else if (this.#state === 'window' && this.#window() === 0) this.#startSoon()
  }

  /** Resolves when nothing is queued and nothing is being written. */
  async drained(): Promise<void> {
    if (this.#state === 'idle') return
    await new Promise<void>((resolve) => this.#whenEmpty.push(resolve))
  }

  /** Under load a window of a few milliseconds keeps a commit from going out with the first few that came after a large batch. */
  #wake(): void {
    const window = this.#window()
    if (window === 0) return this.#startSoon()
    this.#state = 'window'
    this.#timer = setTimeout(() => this.#start(), window)
  }

  /** With the end of this turn of the event loop, so that what the sockets brought in it goes together. */
  #startSoon(): void {
    clearTimeout(this.#timer)
    this.#state = 'waking'
    setImmediate(() => this.#start())
  }

  #window(): number {
    if (this.#lastSize < busyBatch || this.#pending.size * 2 >= this.#lastSize) return 0
    return Math.max(0, this.#lastEnd + this.#parts.pace.windowMs - this.#parts.now())
  }

  #start(): void {
    const now = this.#parts.now()
    const batch = this.#pending.take(this.#parts.pace.maxBatch, now)
    if (batch.length === 0) return this.#rest(now)
    this.#state = 'writing'
    this.#kind = batch[0]?.kind
    void this.#write(batch)
  }

  #rest(now: number): void {
    if (this.#pending.size > 0) {
      this.#state = 'held'
      setTimeout(() => this.#start(), Math.max(1, (this.#pending.nextTry ?? now) - now))
      return
    }
    this.#state = 'idle'
    const waiting = this.#whenEmpty
    this.#whenEmpty = []
    for (const resolve of waiting) resolve()
  }

  async #write(batch: readonly PendingChange[]): Promise<void> {
    const written: Written[] = []
    const began = performance.now()
    // A batch belongs to nobody's trace: it is linked with those of all whose changes it carries.
    const links = batch.flatMap(({ span }) => (span ? [{ context: span }] : []))
    const attributes = { 'palaver.kind': batch[0]?.kind.name ?? '', 'palaver.batch_size': batch.length }
    await traced('writer batch', { root: true, links, attributes }, () => this.#writeAll(batch, written))
    this.#parts.meter.batchSize.record(batch.length)
    this.#parts.meter.commitSeconds.record((performance.now() - began) / 1000)
    const settled = written.map((part) => this.#keepSkipped(part))
    this.#lastSize = batch.length
    this.#lastEnd = this.#parts.now()
    // The next commit is under way before this one is acknowledged and fanned out.
    if (this.#pending.size > 0 && this.#window() > 0) this.#wake()
    else this.#start()
    for (const part of settled) this.#parts.settle(part)
  }

  /** Halves a batch that SQL refuses until the culprit is alone; the others pass. */
  async #writeAll(batch: readonly PendingChange[], written: Written[], attempt = 1): Promise<void> {
    const kind = batch[0]?.kind
    if (!kind) return
    const { published } = this.#parts
    const reuse = published.take()
    try {
      const inputs = batch.map((change) => change.input)
      const result = await traced('database batch', {}, () => writeBatch(this.#parts.database, kind, inputs, reuse))
      if (reuse !== null && result.outboxId === null) published.add(reuse)
      written.push({ changes: batch, result })
    } catch (error) {
      const failure = classifyFailure(error)
      // If the batch was committed after all, the row is what the relay publishes it from.
      if (reuse !== null && failure !== 'unknown') published.add(reuse)
      if (failure === 'unknown' ? kind.repeatable && attempt < attempts : failure === 'transient' && attempt < attempts) {
        await sleep(10 * 4 ** (attempt - 1))
        return this.#writeAll(batch, written, attempt + 1)
      }
      if (failure === 'unknown') {
        written.push({ changes: batch, error: new PalaverError('unavailable', 'unable to write; the database does not answer', { cause: error, retryAfterMs: 1000 }) })
      } else if (batch.length === 1) {
        written.push({ changes: batch, error: new PalaverError('internal', 'unable to write; the database refused it', { cause: error }) })
      } else {
        this.#parts.meter.halvings.add()
        const middle = batch.length >> 1
        await this.#writeAll(batch.slice(0, middle), written)
        await this.#writeAll(batch.slice(middle), written)
      }
    }
  }

  /** Changes whose conversation was locked elsewhere come again, in their order; those that waited too long are refused. */
  #keepSkipped(part: Written): Written {
    if ('error' in part) return part
    const skipped = new Set(part.result.skipped)
    const now = this.#parts.now()
    const again: PendingChange[] = []
    part.changes.forEach((change, index) => {
      if (!skipped.has(index)) return this.#pending.release(change.input.conversationId)
      if (now - change.since < this.#parts.pace.maxWaitMs) return void again.push(change)
      this.#parts.meter.overloaded.add()
      change.reject(refusal('overloaded', 'unable to write; the conversation stayed locked', { retryAfterMs: 1000 }))
    })
    if (again.length > 0) {
      this.#parts.meter.requeues.add(again.length)
      this.#pending.putBack(again, now)
    }
    return part
  }
}
