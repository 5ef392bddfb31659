import type { RequestOrigin } from './authenticate.ts'
import type { Limiter } from './limits.ts'
import { type Metrics, noMetrics } from './metrics.ts'
import { refusal } from './refusal.ts'

/**
 * Counts a request or handshake of an address, whatever it asks for: bad tokens and unknown routes cost something too.
 * @throws {PalaverError} `rate_limited` when the address has none left.
 */
export type AddressGate = (origin: RequestOrigin) => Promise<void>

/** The gate before both doors; they share the limit `address`. */
export function createAddressGate(limiter: Pick<Limiter, 'take'>, metrics: Metrics = noMetrics): AddressGate {
  const refused = metrics.counter('palaver_limits_refused_total', { limit: 'address' })
  return async ({ address, requestId }) => {
    const { retryAfterMs } = await limiter.take('address', { kind: 'anonymous', address, requestId })
    if (retryAfterMs === undefined) return
    refused.add()
    throw refusal('rate_limited', 'unable to answer; too many requests from this address', { retryAfterMs })
  }
}
