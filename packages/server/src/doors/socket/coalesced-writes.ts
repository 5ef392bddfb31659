import { performance } from 'node:perf_hooks'

/** Above the first share of its time the event loop is too busy, and writes wait longer; below the second they wait less. */
const [tooBusy, atEase] = [0.9, 0.75]
/** Writes that would take less than this share of the time, each frame in one of its own, are not what the loop is busy with. */
const worthWaiting = 0.8
const judgedEveryMs = 50
/** How long the first frame of a write waits for others: longer or shorter by a half or a quarter at a time, between these two, or not at all. */
const [leastWaitMs, mostWaitMs] = [10, 100]
/** After so long the event loop has a turn, however much is left to be written. */
const turnMs = 5

interface WaitingWrite {
  readonly write: () => number
  readonly since: number
}

/** The share of its time that the event loop was busy, since it was asked last. */
const watchLoop = (): (() => number) => {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}

/**
 * When the sockets of a process are written to: at the end of the turn of the event loop in which something came for them, one after the other.
 *
 * A write costs the kernel much the same whatever its length, 10 to 20 µs on loopback, and where many conversations are read by many sockets each frame
 * would be one: half of what a busy server does. So when the event loop hardly rests any more and writes are what it is busy with, the first frame for a
 * socket waits, a tenth of a second at most, and what comes meanwhile leaves in one write with it (Nagle's idea, RFC 896, by the clock instead of by acknowledgements). Each
 * socket waits by itself, so that writes are spread over the time and the loop does other work in between. A server that has time to spare never waits.
 */
export class CoalescedWrites {
  readonly #now: () => number
  readonly #loopBusy: () => number
  /** In the order in which they came; those before `#next` are done. */
  #waiting: WaitingWrite[] = []
  #next = 0
  #waitMs = 0
  #judgedAt: number
  /** Since it was judged: writes, what they took, and the frames in them. */
  #writes = 0
  #writeMs = 0
  #frames = 0

  /** `now` in milliseconds; `loopBusy` gives the share of its time, 0 to 1, that the event loop was busy since the call before. */
  constructor(now = (): number => performance.now(), loopBusy: () => number = watchLoop()) {
    this.#now = now
    this.#loopBusy = loopBusy
    this.#judgedAt = now()
  }

  /** Calls `write` when it is time; it returns how many frames it wrote. */
  add(write: () => number): void {
    const now = this.#waitMs === 0 ? 0 : this.#now()
    // The load is over: nothing waits, and nothing was written for as long as anything may wait.
    if (this.#waiting.length === 0 && now - this.#judgedAt > mostWaitMs) this.#waitMs = 0
    this.#waiting.push({ write, since: now })
    if (this.#waiting.length === 1) this.#wakeIn(this.#waitMs)
  }

  #wakeIn(ms: number): void {
    if (ms < 1) setImmediate(this.#run)
    else setTimeout(this.#run, ms)
  }

  readonly #run = (): void => {
    const began = this.#now()
    try {
      this.#writeDue(began)
    } finally {
      const now = this.#now()
      this.#writeMs += now - began
      if (now - this.#judgedAt >= judgedEveryMs) this.#judge(now)
      this.#goOn(now)
    }
  }

  /** Writes what has waited long enough, for a turn at most; what comes meanwhile has another one. */
  #writeDue(began: number): void {
    // Timers are up to a millisecond early.
    const due = began + 1 - this.#waitMs
    const { length } = this.#waiting
    do {
      const waiting = this.#waiting[this.#next]
      if (!waiting || waiting.since > due) return
      this.#next += 1
      const frames = waiting.write()
      if (frames > 0) this.#writes += 1
      this.#frames += frames
    } while (this.#next < length && this.#now() - began < turnMs)
  }

  #goOn(now: number): void {
    const first = this.#waiting[this.#next]
    if (this.#next * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#next)
      this.#next = 0
    }
    if (!first) return
    const ms = first.since + this.#waitMs - now
    // Rather some sockets at a time than each when its time has come.
    this.#wakeIn(ms > 1 ? Math.max(turnMs, ms) : 0)
  }

  #judge(now: number): void {
    // The share of the time if each frame was written alone: what waiting saves, whether they wait already or not.
    const alone = ((this.#writeMs / Math.max(1, this.#writes)) * this.#frames) / (now - this.#judgedAt)
    const busy = this.#loopBusy()
    this.#waitMs = nextWait(this.#waitMs, alone < worthWaiting ? 0 : busy)
    this.#judgedAt = now
    this.#writes = this.#writeMs = this.#frames = 0
  }
}

const nextWait = (waitMs: number, busy: number): number => {
  if (busy > tooBusy) return Math.min(mostWaitMs, Math.max(leastWaitMs, 1.5 * waitMs))
  if (busy < atEase) return waitMs > leastWaitMs ? 0.75 * waitMs : 0
  return waitMs
}
