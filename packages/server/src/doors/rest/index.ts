import cors from '@fastify/cors'
import type { Command } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { commands as contract } from '@palaver/protocol/definitions'
import type { FastifyInstance } from 'fastify'
import type { AddressGate } from '../../platform/address-gate.ts'
import type { Authenticate } from '../../platform/authenticate.ts'
import type { CommandResult, Commands } from '../../platform/commands.ts'
import type { Limiter } from '../../platform/limits.ts'
import type { Report } from '../../platform/report.ts'
import { continueTrace } from '../../platform/tracing.ts'
import { isFault, replyWithError, sendUnknownCommand } from '../error-reply.ts'
import { callerOf } from './caller.ts'
import { compileRestInput } from './input.ts'
import { setLimitHeaders } from './limit-headers.ts'

export interface RestDoorOptions {
  readonly commands: Commands
  readonly authenticate: Authenticate
  readonly limiter: Limiter
  /** Stands before every request, those of unknown routes too. */
  readonly admit: AddressGate
  /** Origins other than the server's own that browsers may call from. */
  readonly allowedOrigins: readonly string[]
  /** Hears of requests that failed outside of any command. */
  readonly report?: Report
}

const bodyLimit = 64 * 1024

/** The REST door: a route for each command that has one. Register it with the prefix `/v1`. */
export async function restDoor(scope: FastifyInstance, options: RestDoorOptions): Promise<void> {
  acceptJsonOnly(scope)
  scope.setErrorHandler(replyWithError)
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('cache-control', 'no-store')
    await options.admit({ address: request.ip, requestId: request.id })
  })
  scope.addHook('onError', async (request, _reply, error) => {
    if (isFault(error, request.id)) options.report?.(error, { where: 'request', requestId: request.id })
  })
  scope.setNotFoundHandler(sendUnknownCommand)
  await scope.register(cors, {
    origin: options.allowedOrigins.length > 0 ? [...options.allowedOrigins] : false,
    exposedHeaders: ['idempotent-replayed', 'x-request-id', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    maxAge: 600,
  })
  for (const command of contract) mount(scope, command, options)
}

function mount(scope: FastifyInstance, command: Command, { commands, authenticate, limiter }: RestDoorOptions): void {
  if (!command.rest || !command.doors.includes('rest')) return
  const readInput = compileRestInput(command.input)
  scope.route({
    method: command.rest.method,
    url: command.rest.path.slice('/v1'.length),
    bodyLimit,
    handler: async (request, reply) => {
      const caller = await callerOf(request, authenticate)
      const input = readInput(request)
      let result: CommandResult
      try {
        result = await continueTrace(request.headers, () => commands.run(command.name, input, caller, 'rest'))
      } finally {
        setLimitHeaders(reply, await limiter.peek(command.limit, caller))
      }
      const { status, json, replay } = result
      if (replay) reply.header('idempotent-replayed', 'true')
      return reply.code(status).type('application/json; charset=utf-8').send(json)
    },
  })
}

function acceptJsonOnly(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  // JSON.parse makes of `__proto__` a plain own property; the registry copies declared fields only.
  scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    try {
      done(null, JSON.parse(body as string))
    } catch {
      done(new PalaverError('invalid_input', 'unable to read the request; its body is not JSON', { path: '' }))
    }
  })
}
