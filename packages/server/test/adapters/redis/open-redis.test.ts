import { expect, it, onTestFinished } from 'vitest'
import { openRedis } from '../../../src/adapters/redis/open-redis.ts'
import { startRedis } from '../../support/redis-server.ts'

const silent = { warn() {}, info() {} }

it('connects, fails at once while Redis is away, and comes back by itself', async () => {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const redis = await openRedis({ url: server.url, log: silent })
  onTestFinished(() => redis.close())
  await server.kill()
  await expect(redis.commands.ping()).rejects.toThrow()
  await server.start()
  await expect.poll(() => redis.commands.ping().catch(() => 'away'), { timeout: 10_000 }).toBe('PONG')
  await expect.poll(() => redis.subscriber.status, { timeout: 10_000 }).toBe('ready')
})

it('says why it cannot connect', async () => {
  await expect(openRedis({ url: 'redis://127.0.0.1:1', log: silent })).rejects.toThrow(/^unable to use Redis; /)
})
