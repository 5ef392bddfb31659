import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { healthDoor } from '../../src/doors/health.ts'
import { follow, startCluster } from '../support/cluster.ts'
import { type SwallowingProxy, startSwallowingProxy } from '../support/swallowing-proxy.ts'
import type { TestServer } from '../support/test-server.ts'

const heartbeatMs = 2000
const ready = { status: 200, body: { status: 'ready' } }
const readiness = async (server: TestServer) => {
  const { status, body } = await server.call('GET', '/health/ready')
  return { status, body }
}

it('turns red within a heartbeat when a node is deaf though every connection lives, says so, and clients get everything all the same', async () => {
  let proxy: SwallowingProxy | undefined
  const { a, b, scene } = await startCluster({
    heartbeatMs,
    through: async (redis) => {
      proxy = await startSwallowingProxy(redis.url)
      onTestFinished(() => proxy?.close())
      return proxy.url
    },
  })
  if (!proxy) throw new Error('unable to test; there is no proxy')
  const ben = await scene.person()
  const { id, owner } = await scene.group([ben])
  const client = await follow(b, ben.token, [id])
  expect(await readiness(b)).toEqual(ready)

  proxy.swallows = true
  await expect.poll(() => readiness(b), { timeout: heartbeatMs + 500 }).toEqual({ status: 503, body: { status: 'unready', failing: ['bus'] } })
  expect(b.log()).toContain('shards are not heard')
  const body = { clientId: randomUUID(), content: { kind: 'text', text: 'unheard' } }
  expect((await a.call('POST', `/v1/conversations/${id}/messages`, { token: owner.token, body })).status).toBe(201)
  await client.frame('evt', (frame) => JSON.stringify(frame).includes('unheard'), heartbeatMs + 2000)

  proxy.swallows = false
  await expect.poll(() => readiness(b), { timeout: 10_000 }).toEqual(ready)
}, 60_000)

it('names Redis and the bus when Redis is away, and the answer comes though Redis is frozen', async () => {
  const { a, redis } = await startCluster({ heartbeatMs: 1000 })
  redis.pause()
  await expect.poll(() => readiness(a), { timeout: 10_000 }).toEqual({ status: 503, body: { status: 'unready', failing: ['redis', 'bus'] } })
  redis.resume()
  await expect.poll(() => readiness(a), { timeout: 10_000 }).toEqual(ready)
}, 60_000)

it('asks each part once, however many ask at the same time, and names those that fail or are late', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  let asked = 0
  const checks = {
    database: async () => { asked += 1 },
    redis: async () => Promise.reject(new Error('away')),
    bus: () => new Promise<void>(() => {}),
  }
  await healthDoor(app, { checks, isDraining: () => false, withinMs: 50 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => app.inject('/health/ready')))
  expect(asked).toBe(1)
  for (const answer of answers) expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'unready', failing: ['redis', 'bus'] }])
})
