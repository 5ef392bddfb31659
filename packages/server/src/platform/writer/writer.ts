import type { Bus } from '../event.ts'
import { refusal } from '../refusal.ts'
import type { SqlDatabase } from '../sql.ts'
import type { ChangeKind, Writer } from './change.ts'
import { encodeEvent } from './encode-event.ts'
import type { Metrics } from '../metrics.ts'
import { currentSpan } from '../tracing.ts'
import { Lane, type Pace, type Written } from './lane.ts'
import { Lanes } from './lanes.ts'
import { createWriterMeter } from './meter.ts'
import { PublishedRows } from './outbox.ts'

/** Paces the writer; every one has a default. */
export interface WriterOptions {
  /** Batches that may be under way at once: 1 on PGlite (one connection), 4 on PostgreSQL unless given. */
  readonly lanes: number
  /** Changes in one commit at most: 1,000. */
  readonly maxBatch?: number
  /** Changes that wait at most, in all lanes; more are refused as `overloaded`: 10,000. */
  readonly maxQueued?: number
  /** How long, under load, a batch may wait for company: 2 ms. Idle it never waits. */
  readonly windowMs?: number
  /** How long a change may wait for a conversation that is locked elsewhere: 10,000 ms. */
  readonly maxWaitMs?: number
  /** After how long without a batch the published outbox rows are deleted: 500 ms. */
  readonly quietMs?: number
}

/** What the writer works with. `onError` hears what no caller can be told. */
export interface WriterParts {
  readonly database: SqlDatabase
  readonly bus: Bus
  readonly now: () => number
  readonly onError: (error: unknown) => void
  readonly metrics?: Metrics
}

/** Makes the writer: group commit in lanes, acknowledged only after COMMIT. */
export function createWriter(parts: WriterParts, options: WriterOptions): Writer {
  const published = new PublishedRows(parts.database, { quietMs: options.quietMs ?? 500, onError: parts.onError })
  const pace: Pace = { maxBatch: options.maxBatch ?? 1000, windowMs: options.windowMs ?? 2, maxWaitMs: options.maxWaitMs ?? 10_000 }
  const settle = (written: Written): void => {
    try {
      settleWritten(written, parts.bus, published)
    } catch (error) {
      // Committed all the same; the outbox row stays, so the relay publishes it.
      parts.onError(error)
    }
  }
  const maxQueued = options.maxQueued ?? 10_000
  const meter = createWriterMeter(parts.metrics, () => lanes.underWay)
  const lanes: Lanes<ChangeKind, Lane> = new Lanes(Array.from({ length: options.lanes }, () => new Lane({ database: parts.database, published, pace, now: parts.now, settle, meter })))
  let closed = false

  return {
    submit<Input extends { readonly conversationId: string }, Result>(kind: ChangeKind<Input, Result>, input: Input) {
      return new Promise<{ result: Result; replay: boolean }>((resolve, reject) => {
        if (closed) throw refusal('unavailable', 'unable to write; the server is stopping', { retryAfterMs: 1000 })
        if (lanes.underWay >= maxQueued) {
          meter.overloaded.add()
          throw refusal('overloaded', 'unable to write; too much waits already', { retryAfterMs: 1000 })
        }
        const done = (): void => lanes.leave(input.conversationId)
        lanes.enter(input.conversationId, kind).submit({
          // A batch holds changes of one kind only, so its own inputs and results come back to it.
          kind,
          input,
          since: parts.now(),
          span: currentSpan(),
          resolve: (answer) => {
            done()
            resolve(answer as { result: Result; replay: boolean })
          },
          reject: (error) => {
            done()
            reject(error)
          },
        })
      })
    },
    async close() {
      closed = true
      await Promise.all(lanes.all.map((lane) => lane.drained()))
      await published.close()
    },
  }
}

/** After COMMIT: acknowledge, encode each event once, publish the batch at once. */
function settleWritten(written: Written, bus: Bus, published: PublishedRows): void {
  if ('error' in written) {
    for (const change of written.changes) change.reject(written.error)
    return
  }
  const { outcomes, events, marks, ownMarks, skipped, outboxId } = written.result
  const again = skipped.length > 0 ? new Set(skipped) : undefined
  written.changes.forEach((change, index) => {
    const outcome = outcomes[index]
    if (again?.has(index) || !outcome) return
    if (outcome.ok) change.resolve({ result: outcome.result, replay: outcome.replay ?? false })
    else change.reject(outcome.error)
  })
  // What the bus did not take stays in the outbox, for the relay.
  const taken = (): void => {
    if (outboxId !== null) published.add(outboxId)
  }
  if (events.length > 0) bus.publish({ kind: 'events', events: events.map(encodeEvent) }, taken)
  else taken()
  for (const payload of marks ?? []) bus.publish({ kind: 'marks', payload })
  for (const payload of ownMarks ?? []) bus.publish({ kind: 'own-marks', payload })
}
