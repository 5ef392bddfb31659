import type { FastifyInstance } from 'fastify'

export interface HealthOptions {
  /** Rejects while something that every request needs is not there. */
  readonly check: () => Promise<void>
  readonly isDraining: () => boolean
}

/** GET /health/live: the process answers. GET /health/ready: send it requests. */
export async function healthDoor(scope: FastifyInstance, { check, isDraining }: HealthOptions): Promise<void> {
  scope.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }))
  scope.get('/health/ready', { logLevel: 'warn' }, async (request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    try {
      await check()
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.code(503).send({ status: 'unready' })
    }
  })
}
