import { asyncApiDocument, openApiDocument } from '@palaver/protocol/documents'
import type { FastifyInstance } from 'fastify'
import { replyWithError } from './error-reply.ts'
import { type PlainLimitOptions, limitPlainRoutes } from './plain-limit.ts'
import { referenceDoor } from './reference/index.ts'

/** GET /openapi.json and /asyncapi.json: the contract, for people at GET /docs, for generators as it is. */
export async function documentsDoor(scope: FastifyInstance, limits: PlainLimitOptions): Promise<void> {
  scope.setErrorHandler(replyWithError)
  await limitPlainRoutes(scope, limits)
  await scope.register(referenceDoor)
  for (const [path, document] of [['/openapi.json', openApiDocument()], ['/asyncapi.json', asyncApiDocument()]] as const) {
    const json = JSON.stringify(document)
    scope.get(path, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'public, max-age=300').send(json),
    )
  }
}
