import { PalaverError } from '@palaver/protocol'
import type { FastifyRequest } from 'fastify'
import type { Authenticate } from '../../platform/authenticate.ts'
import type { Caller } from '../../platform/caller.ts'

/**
 * The caller of a request, by its bearer token; anonymous without one.
 * @throws {PalaverError} `unauthenticated` when a token came and is not valid, also for public commands; `account_suspended`.
 */
export async function callerOf(request: FastifyRequest, authenticate: Authenticate): Promise<Caller> {
  const { authorization, 'user-agent': userAgent } = request.headers
  const origin = { address: request.ip, requestId: request.id, ...(userAgent === undefined ? {} : { userAgent }) }
  if (authorization === undefined) return { kind: 'anonymous', ...origin }
  const [, token] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? []
  if (!token) throw new PalaverError('unauthenticated', 'unable to authenticate; the authorization header holds no bearer token')
  return authenticate(token, origin)
}
