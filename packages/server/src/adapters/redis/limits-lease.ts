import type { Limit, LimitState } from '../../platform/limits.ts'
import { type Bucket, fullLevel, refilled, refusalOf, stateOf, token } from '../limits/bucket.ts'

/** How long a node may spend what it leased, and trust what it knows of a bucket. */
export const leaseMs = 1000

/** What is asked of the bucket in Redis beside the tokens that are wanted now. */
export interface LeaseWish {
  /** Tokens to lease on top, if there are plenty. */
  readonly extra: number
  /** Tokens of the last lease, which ends with this. */
  readonly settled: number
  /** Those of them that were not spent. */
  readonly back: number
}

/** One bucket as a node knows it, and the tokens of it that the node may spend without asking. Times are of one clock of the caller. */
export class Lease {
  readonly #limit: Limit
  #shared: Bucket | undefined
  #size = 0
  #tokens = 0
  #until = 0
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(limit: Limit) {
    this.#limit = limit
  }

  /** Takes one without asking; undefined when Redis has to be asked. */
  spend(now: number): LimitState | undefined {
    if (this.#tokens > 0 && now < this.#until) {
      this.#tokens -= 1
      return stateOf(this.#level(now), this.#limit)
    }
    return this.isEmpty(now) ? refusalOf(this.#level(now), this.#limit) : undefined
  }

  /** The bucket was found empty a moment ago and holds no token yet: floods are refused without a question. */
  isEmpty(now: number): boolean {
    return this.#isFresh(now) && this.#tokens === 0 && this.#level(now) < token
  }

  /** What is left, as far as it is known from the last moment. */
  peek(now: number): LimitState | undefined {
    return this.#isFresh(now) ? stateOf(this.#level(now), this.#limit) : undefined
  }

  /**
   * Ends the lease and says what to ask for. Who comes again soon is lent one; a lease that was used up in its time doubles, up to a quarter
   * of the burst, and one that was not shrinks to what was used. Who comes now and then leases nothing: nothing is missing elsewhere, and
   * nothing has to be given back.
   */
  renew(now: number, takes: boolean): LeaseWish {
    const extra = takes ? Math.min(this.#growth(now), Math.floor(this.#limit.burst / 4)) : 0
    if (takes) this.#askedAt = now
    // Redis counts a lease as spent a while after its end; what it has written off must not come back.
    const counts = now < this.#until + leaseMs
    const wish = { extra, settled: counts ? this.#size : 0, back: counts ? this.#tokens : 0 }
    this.#size = 0
    this.#tokens = 0
    return wish
  }

  /** Redis answered a question of `askedAt`. */
  granted({ leased, level, askedAt, now }: { readonly leased: number; readonly level: number; readonly askedAt: number; readonly now: number }): void {
    this.#size = leased
    this.#tokens = leased
    this.#until = askedAt + leaseMs
    this.#shared = { level, at: now }
  }

  /** What is told to whoever took one before `later` others of the same question. */
  taken(now: number, later: number): LimitState {
    return stateOf(Math.min(fullLevel(this.#limit), this.#level(now) + later * token), this.#limit)
  }

  /** What is told to whoever found none. */
  refused(now: number): LimitState {
    return refusalOf(Math.min(this.#level(now), token - 1), this.#limit)
  }

  /** The lease ran out with something to give back. */
  isDue(now: number): boolean {
    return this.#tokens > 0 && now >= this.#until
  }

  /** Nothing is known any more that would be worth keeping. */
  isIdle(now: number): boolean {
    return this.#tokens === 0 && !this.#isFresh(now)
  }

  #growth(now: number): number {
    if (this.#size === 0) return now - this.#askedAt < leaseMs / 4 ? 1 : 0
    return now < this.#until ? this.#size * 2 : this.#size - this.#tokens
  }

  #isFresh(now: number): boolean {
    return this.#shared !== undefined && now < this.#shared.at + leaseMs
  }

  #level(now: number): number {
    const shared = this.#shared ? refilled(this.#shared, this.#limit, now) : fullLevel(this.#limit)
    return Math.min(fullLevel(this.#limit), shared + this.#tokens * token)
  }
}
