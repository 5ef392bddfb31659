import type { FastifyInstance } from 'fastify'
import { once } from '../../platform/once.ts'
import { referenceStyle } from './style.ts'

// Stricter than the server's own: the page has one style sheet and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const page = once(async () => (await import('./page.ts')).referencePage())

/** GET /docs: the reference of both doors for people, made from the contract. */
export async function referenceDoor(scope: FastifyInstance): Promise<void> {
  scope.get('/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).header('cache-control', 'public, max-age=300').send(await page()),
  )
  scope.get('/docs/reference.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(referenceStyle),
  )
}
