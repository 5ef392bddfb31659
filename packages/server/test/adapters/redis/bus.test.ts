import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { BusMessage } from '../../../src/platform/event.ts'
import { type BusNode, openBusNode } from '../../support/bus-node.ts'
import { type RedisServer, startRedis } from '../../support/redis-server.ts'
import { startSwallowingProxy } from '../../support/swallowing-proxy.ts'
import { busSuite } from '../bus.suite.ts'

const revoked = (userId: string): BusMessage => ({ kind: 'revoked', userId, sessionId: 's' })

describe('the bus on Redis', () => {
  let server: RedisServer
  beforeAll(async () => { server = await startRedis() })
  afterAll(() => server.stop())

  busSuite(async () => {
    const nodes = (await Promise.all([openBusNode(server.url), openBusNode(server.url)])) satisfies BusNode[]
    const [here, there] = nodes as [BusNode, BusNode]
    const settled = async (): Promise<void> => {
      for (const node of nodes) await node.sent()
      for (const node of nodes) await node.received()
    }
    return { here: here.bus, there: there.bus, settled, close: async () => { for (const node of nodes) await node.close() } }
  })
})

describe('when Redis is in trouble', () => {
  const startAll = async (): Promise<{ server: RedisServer; here: BusNode; there: BusNode; got: string[] }> => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const here = await openBusNode(server.url)
    onTestFinished(() => here.close())
    const there = await openBusNode(server.url)
    onTestFinished(() => there.close())
    const got: string[] = []
    there.bus.subscribe((message) => message.kind === 'revoked' && got.push(message.userId))
    return { server, here, there, got }
  }
  const patient = { timeout: 15_000 }

  test('killed and started empty: what was not taken is said to be, and the node comes back and looks for what it missed', async () => {
    const { server, here, there, got } = await startAll()
    await server.kill()
    let taken = 0
    here.bus.publish(revoked('lost'), () => { taken += 1 })
    await expect.poll(() => there.bus.fault(), patient).toMatch(/^16 of 16 shards are not heard; /)
    await server.start()
    await expect.poll(() => [here.gaps(), there.gaps()], patient).toEqual([1, 1])
    expect([here.bus.fault(), there.bus.fault(), taken]).toEqual([undefined, undefined, 0])
    here.bus.publish(revoked('next'), () => { taken += 1 })
    await expect.poll(() => got).toEqual(['next'])
    await expect.poll(() => taken).toBe(1)
    expect([here.errors, there.errors]).toEqual([[], []])
  }, 40_000)

  test('the connections of subscribers cut: both nodes look for what they missed', async () => {
    const { server, here, there, got } = await startAll()
    await server.run('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await expect.poll(() => [here.gaps(), there.gaps()], patient).toEqual([1, 1])
    here.bus.publish(revoked('a'))
    await expect.poll(() => got).toEqual(['a'])
  }, 40_000)

  test('paused: nothing is taken, what is too much is refused, and what waited arrives', async () => {
    const { server, here, there, got } = await startAll()
    const small = await openBusNode(server.url, { maxWaiting: 1000 })
    onTestFinished(() => small.close())
    await small.sent()
    server.pause()
    const taken: string[] = []
    here.bus.publish(revoked('a'), () => taken.push('a'))
    for (let index = 0; index < 100; index += 1) small.bus.publish(revoked(`many-${index}`), () => taken.push('many'))
    await expect.poll(() => there.bus.fault(), patient).toMatch(/not heard/)
    expect(taken).toEqual([])
    server.resume()
    await expect.poll(() => got, patient).toContain('a')
    await expect.poll(() => there.bus.fault(), patient).toBe(undefined)
    await expect.poll(() => taken.length, patient).toBeGreaterThan(1)
    expect(taken.length).toBeLessThan(30)
  }, 40_000)

  test('subscriptions forbidden while the connection lives: the node is deaf and says so, and hears when they are allowed', async () => {
    const { server, here, there } = await startAll()
    await server.run('ACL', 'SETUSER', 'default', '-ssubscribe')
    await server.run('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await expect.poll(() => there.bus.fault(), patient).toMatch(/NOPERM/)
    await server.run('ACL', 'SETUSER', 'default', '+ssubscribe')
    await expect.poll(() => [here.bus.fault(), there.bus.fault()], patient).toEqual([undefined, undefined])
    await expect.poll(() => there.gaps(), patient).toBe(1)
  }, 40_000)

  test('a subscription whose connection lost its way without an end is made anew', async () => {
    const server = await startRedis()
    onTestFinished(() => server.stop())
    const proxy = await startSwallowingProxy(server.url)
    onTestFinished(() => proxy.close())
    const node = await openBusNode(proxy.url, { answerWithinMs: 500 })
    onTestFinished(() => node.close())
    proxy.loseOpen()
    await expect.poll(() => node.bus.fault(), patient).toMatch(/not heard/)
    await expect.poll(() => node.bus.fault(), patient).toBe(undefined)
    expect(node.gaps()).toBe(1)
  }, 40_000)

  test('nonsense and other versions on its channels are left out', async () => {
    const { server, here, there, got } = await startAll()
    for (const nonsense of ['', '1', '2 other\n[["message",{"kind":"revoked","userId":"x"}]]\n', '1 other\n[["message",', '1 other\n[["message",{"kind":"new"}],["new",1]]\n', '\u0000\n\n']) {
      await server.run('SPUBLISH', 'palaver:bus:0', nonsense)
    }
    here.bus.publish(revoked('a'))
    await expect.poll(() => got).toEqual(['a'])
    expect(there.errors).toHaveLength(1)
  })
})
