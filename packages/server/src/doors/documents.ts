import { asyncApiDocument, openApiDocument } from '@palaver/protocol/documents'
import type { FastifyInstance } from 'fastify'

/** GET /openapi.json and /asyncapi.json: the contract, for people and for generators. */
export async function documentsDoor(scope: FastifyInstance): Promise<void> {
  for (const [path, document] of [['/openapi.json', openApiDocument()], ['/asyncapi.json', asyncApiDocument()]] as const) {
    const json = JSON.stringify(document)
    scope.get(path, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'public, max-age=300').send(json),
    )
  }
}
