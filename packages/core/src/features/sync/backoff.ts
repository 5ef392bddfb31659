/** How long to wait between attempts, in milliseconds. */
export interface BackoffOptions {
  /** Ceiling of the first wait. */
  readonly base: number
  /** Ceiling of every wait. */
  readonly cap: number
}

/**
 * Full jitter: evenly between 0 and a ceiling that doubles with each attempt, up to the cap. `attempt` counts from 0,
 * `random` is at least 0 and less than 1. Clients that lost one server at one moment come back spread out.
 */
export const backoff = (attempt: number, random: number, options: BackoffOptions): number =>
  Math.floor(random * Math.min(options.cap, options.base * 2 ** Math.min(attempt, 30)))
