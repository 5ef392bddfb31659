import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import { PalaverError } from '@palaver/protocol'
import type { FastifyInstance } from 'fastify'
import type { Limit, Limiter } from '../platform/limits.ts'

export interface PlainLimitOptions {
  readonly limiter: Pick<Limiter, 'take'>
  /** The limit `address`, which counts the commands and handshakes of an address, too. */
  readonly limit: Limit
}

/** Limits the routes of this scope that are no commands: documents, pages. One number for each address, on all nodes. */
export async function limitPlainRoutes(scope: FastifyInstance, { limiter, limit }: PlainLimitOptions): Promise<void> {
  await scope.register(rateLimit, {
    hook: 'onRequest',
    max: limit.burst,
    timeWindow: Math.ceil((limit.burst / limit.perMinute) * 60_000),
    enableDraftSpec: true,
    store: storeOf(limiter, limit.burst),
    errorResponseBuilder: (_request, { ttl }) =>
      new PalaverError('rate_limited', 'unable to answer; too many requests from this address', { retryAfterMs: ttl }),
  })
}

/** The limiter of everything else as a store of @fastify/rate-limit. The key that it gives is the address. */
const storeOf = (limiter: Pick<Limiter, 'take'>, max: number) =>
  class implements FastifyRateLimitStore {
    incr(address: string, callback: Parameters<FastifyRateLimitStore['incr']>[1]): void {
      const take = async (): Promise<{ current: number; ttl: number }> => {
        const { remaining, resetMs, retryAfterMs } = await limiter.take('address', { kind: 'anonymous', address, requestId: '' })
        return retryAfterMs === undefined ? { current: max - remaining, ttl: resetMs } : { current: max + 1, ttl: retryAfterMs }
      }
      take().then((result) => callback(null, result), (error: Error) => callback(error))
    }

    child(): this {
      return this
    }
  }
