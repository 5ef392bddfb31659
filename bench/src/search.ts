export interface SearchOptions {
  /** Where to begin. */
  readonly start: number
  /** Done when the lowest failing rate is at most this many times the highest passing one. */
  readonly tolerance: number
  /** How far to step while only one side is known. */
  readonly factor: number
  readonly minimum: number
  /** Steps at most, so that a search always ends. */
  readonly maxSteps: number
}

export interface SearchResult {
  /** The highest rate that passed; 0 when none did. */
  readonly max: number
  /** The lowest rate that failed; absent when none did. */
  readonly failedAt?: number
  /** Whether the two are within the tolerance. */
  readonly converged: boolean
  readonly steps: number
}

/** Finds the highest passing rate: up or down by a factor until both sides are known, then halving between them on a log scale. */
export async function findMaxRate(passes: (rate: number) => Promise<boolean>, options: SearchOptions): Promise<SearchResult> {
  let low = 0
  let high = Infinity
  let steps = 0
  let rate = Math.max(options.minimum, Math.round(options.start))
  const converged = (): boolean => high <= low * options.tolerance
  while (steps < options.maxSteps && !converged()) {
    steps++
    if (await passes(rate)) low = rate
    else high = rate
    if (high <= options.minimum) break
    const next = nextRate(low, high, options)
    if (next <= low || next >= high) break
    rate = next
  }
  return { max: low, ...(high < Infinity ? { failedAt: high } : {}), converged: converged(), steps }
}

function nextRate(low: number, high: number, { factor, minimum }: SearchOptions): number {
  if (high === Infinity) return Math.round(low * factor)
  if (low === 0) return Math.max(minimum, Math.round(high / factor))
  return Math.round(Math.sqrt(low * high))
}
