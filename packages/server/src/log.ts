import type { FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Paths that never reach the log, wherever somebody passes an object that holds them. */
const secrets = ['password', 'token', 'accessToken', 'refreshToken', 'code', 'authorization', 'cookie', 'text', 'content', 'secret']
const redact = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** What the log tells of a request: without the query, headers and body, where tokens and text stand. */
const requestFields = (request: FastifyRequest) => ({
  method: request.method,
  path: request.url.split('?', 1)[0],
  address: request.ip,
})

/** What the log tells of an error. SQL parameters and other details that libraries hang on errors stay out. */
const errorFields = (error: unknown): object => {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  }
}

/** Options of every logger of a stand-alone server; tests write to their own `destination`. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths: redact, censor: '[redacted]' },
    serializers: { req: requestFields, err: errorFields },
  }
  return destination ? pino(options, destination) : pino(options)
}
