/** What {@link BusHearing} tells and is told. All times are milliseconds of a monotonic clock. */
export interface BusHearingOptions {
  readonly shards: number
  /** How often each shard is published to: a shard that was silent for two and a half of these is deaf. */
  readonly everyMs: number
  readonly now: () => number
  /** Every shard is heard again after an interruption. */
  readonly onGap: () => void
}

/** A lost sound or a busy moment is no fault yet. */
const missedSounds = 2.5

/**
 * Knows whether a node hears what it publishes, shard by shard: the only proof that messages of others arrive. Connections that look
 * well prove nothing.
 */
export class BusHearing {
  readonly #options: BusHearingOptions
  readonly #heardAt: number[]
  #interruptedAt: number | undefined

  constructor(options: BusHearingOptions) {
    this.#options = options
    this.#heardAt = Array.from({ length: options.shards }, () => options.now())
  }

  /** One's own publication came back on this shard. */
  heard(shard: number): void {
    const now = this.#options.now()
    if (this.#isDeaf(shard, now)) this.#interruptedAt ??= now
    this.#heardAt[shard] = now
    const since = this.#interruptedAt
    if (since === undefined || this.#heardAt.some((at) => at < since)) return
    this.#interruptedAt = undefined
    this.#options.onGap()
  }

  /** The subscriptions are gone: what is published from now on may be missed. */
  interrupted(): void {
    this.#interruptedAt = this.#options.now()
  }

  /** Shards that are not heard. */
  deaf(): number {
    const now = this.#options.now()
    return this.#heardAt.filter((_, shard) => this.#isDeaf(shard, now)).length
  }

  #isDeaf(shard: number, now: number): boolean {
    return now - (this.#heardAt[shard] ?? 0) > this.#options.everyMs * missedSounds
  }
}
