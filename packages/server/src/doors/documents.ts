import type { FastifyInstance } from 'fastify'
import { once } from '../platform/once.ts'
import { replyWithError } from './error-reply.ts'
import { type PlainLimitOptions, limitPlainRoutes } from './plain-limit.ts'
import { referenceDoor } from './reference/index.ts'

// Made when somebody asks: most servers are never asked, and a start would wait for them.
const openApi = once(async () => JSON.stringify((await import('@palaver/protocol/documents')).openApiDocument()))
const asyncApi = once(async () => JSON.stringify((await import('@palaver/protocol/documents')).asyncApiDocument()))

/** GET /openapi.json and /asyncapi.json: the contract, for people at GET /docs, for generators as it is. */
export async function documentsDoor(scope: FastifyInstance, limits: PlainLimitOptions): Promise<void> {
  scope.setErrorHandler(replyWithError)
  await limitPlainRoutes(scope, limits)
  await scope.register(referenceDoor)
  for (const [path, document] of [['/openapi.json', openApi], ['/asyncapi.json', asyncApi]] as const) {
    scope.get(path, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'public, max-age=300').send(await document()),
    )
  }
}
