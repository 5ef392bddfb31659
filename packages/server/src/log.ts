import type { FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { bareError } from './platform/bare-error.ts'

/** Paths that never reach the log, wherever somebody passes an object that holds them. */
const secrets = ['password', 'token', 'accessToken', 'refreshToken', 'code', 'authorization', 'cookie', 'text', 'content', 'secret']
const redact = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** What the log tells of a request: without the query, headers and body, where tokens and text stand. */
const requestFields = (request: FastifyRequest) => ({
  method: request.method,
  path: request.url.split('?', 1)[0],
  address: request.ip,
})

/** Options of every logger of a stand-alone server; tests write to their own `destination`. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths: redact, censor: '[redacted]' },
    serializers: { req: requestFields, err: bareError },
  }
  return destination ? pino(options, destination) : pino(options)
}
