import { performance } from 'node:perf_hooks'

/** Above the first share of its time the event loop is too busy, and rounds may rest longer; below the second they rest less. */
const [tooBusy, atEase] = [0.9, 0.75]
/** Writes that would take less than this share of the time, each frame in one of its own, are not what the loop is busy with. */
const worthResting = 0.8
const judgedEveryMs = 50
/** Times the last round. */
const mostRest = 8
const longestRestMs = 100

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
 * When the sockets of a process are written to: all that have something, one after the other, in a round at the end of the turn of the event loop.
 *
 * A write costs the kernel much the same whatever its length, 10 to 20 µs on loopback, and where many conversations are read by many sockets each frame
 * would be one: half of what a busy server does. So when the event loop hardly rests any more and writes are what it is busy with, the rounds do, first as long as the
 * last one took, then up to eight times as long and a tenth of a second, and what comes meanwhile for a socket leaves in one write. A server that has
 * time to spare never waits.
 */
export class WriteRounds {
  readonly #now: () => number
  readonly #loopBusy: () => number
  #waiting: (() => number)[] = []
  #rest = 0
  #restsUntil = 0
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

  /** Calls `write` in the next round; it returns how many frames it wrote. */
  add(write: () => number): void {
    this.#waiting.push(write)
    if (this.#waiting.length > 1) return
    const restMs = this.#rest === 0 ? 0 : this.#restsUntil - this.#now()
    if (restMs < 1) setImmediate(this.#run)
    else setTimeout(this.#run, restMs)
  }

  readonly #run = (): void => {
    const writes = this.#waiting
    this.#waiting = []
    const began = this.#now()
    for (const write of writes) {
      const frames = write()
      if (frames > 0) this.#writes += 1
      this.#frames += frames
    }
    const ended = this.#now()
    this.#writeMs += ended - began
    if (ended - this.#judgedAt >= judgedEveryMs) this.#judge(ended)
    this.#restsUntil = ended + Math.min(longestRestMs, this.#rest * (ended - began))
  }

  #judge(now: number): void {
    // The share of the time if each frame was written alone: what resting saves, whether it rests already or not.
    const alone = ((this.#writeMs / Math.max(1, this.#writes)) * this.#frames) / (now - this.#judgedAt)
    const busy = this.#loopBusy()
    this.#rest = nextRest(this.#rest, alone < worthResting ? 0 : busy)
    this.#judgedAt = now
    this.#writes = this.#writeMs = this.#frames = 0
  }
}

const nextRest = (rest: number, busy: number): number => {
  if (busy > tooBusy) return Math.min(mostRest, Math.max(1, 2 * rest))
  if (busy < atEase) return rest > 1 ? rest / 2 : 0
  return rest
}
