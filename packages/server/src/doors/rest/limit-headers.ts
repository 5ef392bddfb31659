import type { FastifyReply } from 'fastify'
import type { LimitState } from '../../platform/limits.ts'

/** What is left of a command's limit, as in the IETF draft of the RateLimit header fields: counts, and seconds. */
export function setLimitHeaders(reply: FastifyReply, state: LimitState): void {
  reply.header('ratelimit-limit', state.limit)
  reply.header('ratelimit-remaining', state.remaining)
  reply.header('ratelimit-reset', Math.ceil(state.resetMs / 1000))
}
