import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Asks a part of the server; rejects, or does not answer in time, while it is not there. */
export type HealthCheck = () => Promise<void>

export interface HealthOptions {
  /** By name: `database`, and `redis` and `bus` where there are several nodes. */
  readonly checks: Readonly<Record<string, HealthCheck>>
  readonly isDraining: () => boolean
  /** How long a part may take to answer: 2,000 ms. */
  readonly withinMs?: number
}

/**
 * GET /health/live: the process answers. GET /health/ready: send it requests; otherwise 503 and the names of the parts that fail. What is wrong
 * with them is told to the log only. However many ask at once, each part is asked once.
 */
export async function healthDoor(scope: FastifyInstance, { checks, isDraining, withinMs = 2000 }: HealthOptions): Promise<void> {
  const check = async (ask: HealthCheck): Promise<unknown> => {
    const late = sleep(withinMs, new Error('it does not answer'), { ref: false })
    return Promise.race([ask().then(() => undefined, (error: unknown) => error), late])
  }
  const checkAll = async (): Promise<string[]> => {
    const faults = await Promise.all(Object.entries(checks).map(async ([part, ask]) => ({ part, fault: await check(ask) })))
    const failing = faults.filter(({ fault }) => fault !== undefined)
    for (const { part, fault } of failing) scope.log.warn({ err: fault, part }, 'not ready')
    return failing.map(({ part }) => part)
  }
  let running: Promise<string[]> | undefined

  scope.get('/health/live', { logLevel: 'warn' }, async () => ({ status: 'live' }))
  scope.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    running ??= checkAll().finally(() => { running = undefined })
    const failing = await running
    return failing.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'unready', failing })
  })
}
