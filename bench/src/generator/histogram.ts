import type { Latency } from '../step.ts'

const resolutionMs = 0.05
const buckets = 600_000

/** Counts durations in steps of 0.05 ms up to 30 s: exact enough for p99, and one increment for each. */
export class Histogram {
  readonly #counts = new Uint32Array(buckets)
  #total = 0
  #max = 0

  add(ms: number): void {
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(ms / resolutionMs)))
    this.#counts[bucket]!++
    this.#total++
    if (ms > this.#max) this.#max = ms
  }

  /** The upper end of the bucket below which the share `q` lies; 0 when empty. */
  quantile(q: number): number {
    const wanted = Math.ceil(this.#total * q)
    let seen = 0
    for (let bucket = 0; bucket < buckets && wanted > 0; bucket++) {
      seen += this.#counts[bucket]!
      if (seen >= wanted) return (bucket + 1) * resolutionMs
    }
    return 0
  }

  summary(): Latency {
    return { p50: round(this.quantile(0.5)), p99: round(this.quantile(0.99)), max: round(this.#max) }
  }
}

const round = (ms: number): number => Math.round(ms * 100) / 100
