import { expect, onTestFinished, test } from 'vitest'
import { openBusNode } from '../../support/bus-node.ts'
import { startRedis } from '../../support/redis-server.ts'

test('what a node of another version says is looked for in the database, at most once a second; its silence is not', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const node = await openBusNode(redis.url)
  onTestFinished(() => node.close())
  await redis.run('SPUBLISH', 'palaver:bus:0', '2 other\n')
  await node.received()
  expect(node.gaps()).toBe(0)
  for (let index = 0; index < 50; index += 1) await redis.run('SPUBLISH', `palaver:bus:${index % 16}`, '2 other\nsomething\n')
  await expect.poll(() => node.gaps(), { timeout: 500 }).toBe(1)
  await expect.poll(() => node.gaps(), { timeout: 2000 }).toBe(2)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect([node.gaps(), node.errors]).toEqual([2, []])
})
