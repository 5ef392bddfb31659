import type { Step, StepOutcome } from '../step.ts'
import { conversationAt, deliveriesPerMessage, senderOf, slotIn, type Workload } from '../workload.ts'
import { Histogram } from './histogram.ts'

const maxNotes = 5

/** Counts what one step sent and what came back: each message at each of its members, exactly once. */
export class Recorder {
  readonly planned: number
  #previous: Recorder | undefined
  readonly #workload: Workload
  readonly #step: Step
  readonly #first: number
  readonly #uncounted: number
  readonly #sentAt: Float64Array
  readonly #conversations: Int32Array
  readonly #senders: Int32Array
  /** Which member got which message. */
  readonly #seen: Uint8Array
  readonly #acknowledged: Uint8Array
  readonly #delivery = new Histogram()
  readonly #acknowledgement = new Histogram()
  readonly #late = new Histogram()
  readonly #notes: string[] = []
  #sent = 0
  #acknowledgedCount = 0
  #refused = 0
  #delivered = 0
  #duplicates = 0
  #misdirected = 0
  #disconnected = 0

  /** Numbers go on from those of the step before, of which single copies may still be under way. */
  constructor(workload: Workload, step: Step, previous?: Recorder) {
    if (previous) previous.#previous = undefined
    this.#previous = previous
    this.planned = Math.round(step.rate * step.seconds)
    this.#workload = workload
    this.#step = step
    this.#first = previous?.next ?? 0
    this.#uncounted = Math.round(step.rate * step.uncountedSeconds)
    this.#sentAt = new Float64Array(this.planned)
    this.#conversations = Int32Array.from({ length: this.planned }, (_, n) => conversationAt(workload, n))
    this.#senders = Int32Array.from({ length: this.planned }, (_, n) => senderOf(workload, n))
    this.#seen = new Uint8Array(this.planned * workload.members)
    this.#acknowledged = new Uint8Array(this.planned)
  }

  get sent(): number { return this.#sent }
  get next(): number { return this.#first + this.#sent }

  /** Everything sent was acknowledged or refused, and every delivery of it came. */
  get complete(): boolean {
    return this.#acknowledgedCount + this.#refused >= this.#sent && this.#delivered >= this.#expected
  }

  get #expected(): number { return (this.#sent - this.#refused) * deliveriesPerMessage(this.#workload) }

  /** Call right before the next message is written; `due` is when it should have been. */
  sending(now: number, due: number): void {
    this.#sentAt[this.#sent++] = now
    this.#late.add(now - due)
  }

  /** Counts a message that reached a client at `at`. */
  delivered(client: number, sequence: number, at: number): void {
    const n = sequence - this.#first
    if (n < 0) {
      if (!this.#previous || this.#previous.#mark(client, sequence) !== 'new') this.#duplicates++
      return
    }
    const mark = this.#mark(client, sequence)
    if (mark === 'misdirected') this.#misdirected++
    else if (mark === 'duplicate') this.#duplicates++
    else if (this.#workload.countsOwn || this.#senders[n] !== client) {
      this.#delivered++
      if (n >= this.#uncounted) this.#delivery.add(at - this.#sentAt[n]!)
    }
  }

  #mark(client: number, sequence: number): 'new' | 'duplicate' | 'misdirected' {
    const n = sequence - this.#first
    if (n < 0) return 'duplicate'
    const slot = n >= this.#sent ? undefined : slotIn(this.#workload, this.#conversations[n]!, client)
    if (slot === undefined) return 'misdirected'
    const cell = n * this.#workload.members + slot
    if (this.#seen[cell] === 1) return 'duplicate'
    this.#seen[cell] = 1
    return 'new'
  }

  acknowledged(sequence: number, at: number): void {
    const n = sequence - this.#first
    if (n < 0 || n >= this.#sent || this.#acknowledged[n] === 1) return this.note(`unexpected acknowledgement of ${sequence}`)
    this.#acknowledged[n] = 1
    this.#acknowledgedCount++
    if (n >= this.#uncounted) this.#acknowledgement.add(at - this.#sentAt[n]!)
  }

  refused(frame: string): void {
    this.#refused++
    this.note(frame)
  }

  closed(client: number, reason: string): void {
    this.#disconnected++
    this.note(`client ${client}: ${reason}`)
  }

  note(text: string): void {
    if (this.#notes.length < maxNotes) this.#notes.push(text)
  }

  outcome(measured: { readonly generatorCpu: number; readonly elapsedMs: number }): StepOutcome {
    return {
      rate: this.#step.rate,
      planned: this.planned,
      sent: this.#sent,
      acknowledged: this.#acknowledgedCount,
      refused: this.#refused,
      expected: this.#sent * deliveriesPerMessage(this.#workload),
      delivered: this.#delivered,
      duplicates: this.#duplicates,
      misdirected: this.#misdirected,
      disconnected: this.#disconnected,
      delivery: this.#delivery.summary(),
      acknowledgement: this.#acknowledgement.summary(),
      late: this.#late.summary(),
      ...measured,
      notes: this.#notes,
    }
  }
}
