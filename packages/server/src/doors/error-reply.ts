import type { ErrorBody } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** Sends the error object that both doors share. */
export function sendError(reply: FastifyReply, error: PalaverError): FastifyReply {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000))
  const body: ErrorBody = error.toBody()
  return reply.code(error.status).type('application/json; charset=utf-8').send(JSON.stringify(body))
}

/** An error handler for Fastify: what is not a PalaverError becomes one, and faults of the server are logged with their cause. */
export function replyWithError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toPalaverError(error, request.id)
  if (!(error instanceof PalaverError) && refusal.code === 'internal') {
    request.log.error({ err: error, requestId: request.id }, 'request failed')
  }
  return sendError(reply, refusal)
}

/** Whether the server failed, outside of any command. */
export const isFault = (error: unknown, requestId: string): boolean => !(error instanceof PalaverError) && toPalaverError(error, requestId).code === 'internal'

function toPalaverError(error: unknown, requestId: string): PalaverError {
  if (error instanceof PalaverError) return error
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new PalaverError('too_large', 'unable to read the request; its body is too large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new PalaverError('invalid_input', 'unable to read the request; its content type is not application/json')
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new PalaverError('invalid_input', 'unable to read the request; it is not a valid HTTP request', { cause: error })
  }
  return new PalaverError('internal', 'unable to answer the request; the server failed', { requestId, cause: error })
}

/** The answer for a route that nobody has. */
export const sendUnknownCommand = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendError(reply, new PalaverError('unknown_command', 'unable to find the command; no route of this method and path exists'))
