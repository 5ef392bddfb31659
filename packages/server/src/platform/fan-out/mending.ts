import type { EncodedEvent } from '../event.ts'
import type { MessageLog } from '../message-log/message-log.ts'
import type { Counter } from '../metrics.ts'
import { encodeEvent } from '../writer/encode-event.ts'
import type { Followed } from './followed.ts'

/** What {@link Mending} needs. */
export interface MendingOptions {
  readonly log: Pick<MessageLog, 'missed'>
  /** Delivers what the hole held; the frame is like any other event's. */
  readonly deliver: (followed: Followed, event: EncodedEvent) => void
  /** The hole is too large to send along: followers have to ask. */
  readonly tooFar: (followed: Followed, revision: number, ended: readonly string[]) => void
  readonly onError: (error: unknown) => void
  /** Counts holes that were filled. */
  readonly mended: Counter
  /** Counts conversations of which a head was known and no event came in time. */
  readonly lost: Counter
  /** How long an event may be late before the database is asked. */
  readonly waitMs?: number
  /** Holes that are mended at the same time; the others wait, so that a deaf bus is no storm on the database. */
  readonly atOnce?: number
}

/** Mends holes in the order of events, each once for the whole node, before anything behind them is written to a socket. */
export class Mending {
  readonly #options: MendingOptions
  readonly #timers = new Map<Followed, { readonly timer: NodeJS.Timeout; head: number }>()
  readonly #queue = new Set<Followed>()
  #running = 0
  #closed = false

  constructor(options: MendingOptions) {
    this.#options = options
  }

  /** The node may lack events of this conversation, up to `head` if that is known. They get some time to arrive. */
  expect(followed: Followed, head = 0): void {
    if (this.#closed || this.#queue.has(followed)) return
    const expected = this.#timers.get(followed)
    if (expected) {
      expected.head = Math.max(expected.head, head)
      return
    }
    const timer = setTimeout(() => this.#due(followed), this.#options.waitMs ?? 500)
    timer.unref()
    this.#timers.set(followed, { timer, head })
  }

  #due(followed: Followed): void {
    const head = this.#timers.get(followed)?.head ?? 0
    this.#timers.delete(followed)
    const late = followed.order.waiting > 0 || (followed.order.revision ?? 0) < head
    if (!late || followed.empty) return
    if (followed.order.waiting === 0 && Number.isFinite(head)) this.#options.lost.add()
    this.#queue.add(followed)
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#running >= (this.#options.atOnce ?? 4)) return
    this.#running += 1
    for (const followed of this.#queue) {
      this.#queue.delete(followed)
      try {
        await this.#mend(followed)
      } catch (error) {
        this.#options.onError(error)
        this.expect(followed, Number.POSITIVE_INFINITY)
      }
    }
    this.#running -= 1
  }

  async #mend(followed: Followed): Promise<void> {
    const after = followed.order.revision
    if (after === undefined) return
    const missed = await this.#options.log.missed(followed.id, after)
    if (!missed || this.#closed || missed.revision <= (followed.order.revision ?? 0)) return
    const { revision, rows, opened, ended } = missed
    this.#options.mended.add()
    if (!rows) return this.#options.tooFar(followed, revision, ended)
    const event = encodeEvent({ name: 'conversation.changed', scope: 'conversation', id: followed.id, after, revision, payload: rows, ...(opened && { opened }) })
    this.#options.deliver(followed, ended.length > 0 ? { ...event, ended } : event)
  }

  close(): void {
    this.#closed = true
    for (const { timer } of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#queue.clear()
  }
}
