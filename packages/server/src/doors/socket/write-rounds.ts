import { performance } from 'node:perf_hooks'

/** Above the first share of its time the event loop is too busy, and rounds rest longer; below the second they rest less. */
const [tooBusy, atEase] = [0.9, 0.75]
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
 * would be one: half of what a busy server does. So when the event loop hardly rests any more, the rounds do, first as long as the last one took, then up to
 * eight times as long and a tenth of a second, and what comes meanwhile for a socket leaves in one write. A server that has time to spare never waits.
 */
export class WriteRounds {
  readonly #now: () => number
  readonly #loopBusy: () => number
  #waiting: (() => void)[] = []
  #rest = 0
  #restsUntil = 0
  #judgedAt = 0

  /** `now` in milliseconds; `loopBusy` gives the share of its time, 0 to 1, that the event loop was busy since the call before. */
  constructor(now = (): number => performance.now(), loopBusy: () => number = watchLoop()) {
    this.#now = now
    this.#loopBusy = loopBusy
  }

  /** Calls `write` in the next round. */
  add(write: () => void): void {
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
    for (const write of writes) write()
    const ended = this.#now()
    if (ended - this.#judgedAt >= judgedEveryMs) {
      this.#judgedAt = ended
      this.#rest = nextRest(this.#rest, this.#loopBusy())
    }
    this.#restsUntil = ended + Math.min(longestRestMs, this.#rest * (ended - began))
  }
}

const nextRest = (rest: number, busy: number): number => {
  if (busy > tooBusy) return Math.min(mostRest, Math.max(1, 2 * rest))
  if (busy < atEase) return rest > 1 ? rest / 2 : 0
  return rest
}
