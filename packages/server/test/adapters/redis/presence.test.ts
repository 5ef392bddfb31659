import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { RedisConnections } from '../../../src/adapters/redis/open-redis.ts'
import { RedisPresence, type RedisPresenceOptions } from '../../../src/adapters/redis/presence.ts'
import { quiet, shareRedis, strict } from '../../support/shared-redis.ts'
import { changesOf, presenceSuite } from '../presence.suite.ts'

const shared = shareRedis()
const patient = { timeout: 10_000, interval: 20 }

const start = (redis: RedisConnections, options: Partial<RedisPresenceOptions> = {}) => {
  const presence = new RedisPresence({ redis, newId: randomUUID, graceMs: 50, refreshMs: 50, silentAfterMs: 400, deadAfterMs: 1000, ...strict, ...options })
  onTestFinished(() => presence.close())
  return Object.assign(presence, { changes: changesOf(presence) })
}

/** A node with connections of its own, which can die: it says nothing any more, and leaves what it said. */
const startMortal = async (prefix: string) => {
  const redis = await shared().connect(prefix)
  const presence = start(redis, { log: quiet })
  await presence.refresh()
  return Object.assign(presence, { die: () => redis.commands.disconnect() })
}

const isOnline = async (presence: RedisPresence, userId: string): Promise<boolean> => (await presence.online([userId])).has(userId)

describe('presence in Redis', () => {
  presenceSuite(async (graceMs) => start(shared().node(), { graceMs }))
})

describe('presence over several nodes', () => {
  test('a user with sockets on two nodes goes with the last, and is told of by one', async () => {
    const redis = shared().node()
    const [one, other] = [start(redis), start(redis)]
    one.opened('u', '1')
    await vi.waitFor(async () => expect(await isOnline(other, 'u')).toBe(true), patient)
    other.opened('u', '2')
    one.closed('u', '1')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await isOnline(one, 'u')).toBe(true)
    other.closed('u', '2')
    await vi.waitFor(async () => expect(await isOnline(one, 'u')).toBe(false), patient)
    await vi.waitFor(() => expect([...one.changes, ...other.changes]).toEqual([['u', true], ['u', false]]), patient)
  })

  test('the close of a node is told of those who have no socket elsewhere', async () => {
    const redis = shared().node()
    const [one, other] = [start(redis), start(redis)]
    for (const user of ['both', 'alone']) one.opened(user, user)
    other.opened('both', '2')
    await vi.waitFor(() => expect([...one.changes, ...other.changes]).toHaveLength(2), patient)
    await one.close()
    expect(one.changes.filter(([, online]) => !online)).toEqual([['alone', false]])
    expect(await isOnline(other, 'both')).toBe(true)
    expect(await isOnline(other, 'alone')).toBe(false)
  })

  test('the people of a dead node stay for a while, then go; one of the others tells, once', async () => {
    const prefix = `${randomUUID()}:`
    const dead = await startMortal(prefix)
    const others = [start(shared().node(prefix)), start(shared().node(prefix))]
    const people = Array.from({ length: 1200 }, (_, i) => `user-${i}`)
    for (const user of people) dead.opened(user, user)
    await vi.waitFor(() => expect(dead.changes).toHaveLength(people.length), patient)
    others[0]?.opened('user-0', 'elsewhere')
    dead.die()
    expect((await others[0]?.online(people))?.size).toBe(people.length)
    await vi.waitFor(async () => expect((await others[0]?.online(people))?.size).toBe(1), patient)
    const told = others.flatMap(({ changes }) => changes)
    expect(told.map(([user]) => user).sort()).toEqual(people.slice(1).sort())
    expect(told.every(([, online]) => !online)).toBe(true)
    await vi.waitFor(async () => expect(await shared().node().commands.keys(`${prefix}presence:node:*`)).toHaveLength(1), patient)
  })

  test('a node that was taken for dead enters its people again', async () => {
    const redis = shared().node()
    const [slow, other] = [start(redis, { refreshMs: 60_000 }), start(redis)]
    await slow.refresh()
    slow.opened('u', '1')
    await vi.waitFor(async () => expect(await isOnline(other, 'u')).toBe(true), patient)
    await vi.waitFor(async () => expect(await isOnline(other, 'u')).toBe(false), patient)
    await slow.refresh()
    expect(await isOnline(other, 'u')).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await isOnline(other, 'u')).toBe(true)
    expect(slow.changes.at(-1)).toEqual(['u', true])
  })
})

describe('presence while Redis', () => {
  const own = shareRedis()

  test('was flushed or started anew is entered again by every node with the next refresh', async () => {
    const prefix = `${randomUUID()}:`
    const one = start(await own().connect(prefix), { log: quiet })
    const other = start(await own().connect(prefix), { log: quiet })
    one.opened('u', '1')
    other.opened('v', '2')
    const seesAll = () => vi.waitFor(async () => {
      expect([await isOnline(one, 'v'), await isOnline(other, 'u')]).toEqual([true, true])
    }, patient)
    await seesAll()
    await own().server.run('FLUSHALL')
    await seesAll()
    await own().server.kill()
    expect([await isOnline(one, 'u'), await isOnline(one, 'v')]).toEqual([true, false])
    one.closed('u', '1')
    one.opened('w', '3')
    await own().server.start()
    await vi.waitFor(async () => {
      expect([await isOnline(other, 'w'), await isOnline(other, 'u'), await isOnline(one, 'v')]).toEqual([true, false, true])
    }, patient)
  })

  test('hangs holds nobody up for long, and what was said meanwhile is said again', async () => {
    const prefix = `${randomUUID()}:`
    const [one, other] = [start(await own().connect(prefix), { log: quiet, waitMs: 50 }), start(await own().connect(prefix), { log: quiet })]
    await Promise.all([one.refresh(), other.refresh()])
    own().server.pause()
    onTestFinished(() => own().server.resume())
    const began = performance.now()
    expect(await one.take({ userId: 'u', connectionId: '1', most: 20 })).toBe(true)
    expect(performance.now() - began).toBeLessThan(1000)
    own().server.resume()
    await vi.waitFor(async () => expect(await isOnline(other, 'u')).toBe(true), patient)
  })
})

describe('seats of sockets over several nodes', () => {
  test('refusal 26: of two hundred sockets of one user at once, over two nodes, twenty are let in', async () => {
    const prefix = `${randomUUID()}:`
    const nodes = [start(await shared().connect(prefix)), start(await shared().connect(prefix))]
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, i) => nodes[i % 2]?.take({ userId: 'u', connectionId: String(i), most: 20 })),
    )
    expect(taken.filter(Boolean)).toHaveLength(20)
    expect(await nodes[0]?.take({ userId: 'v', connectionId: 'v', most: 20 })).toBe(true)
    const let1 = taken.indexOf(true)
    nodes[let1 % 2]?.leave('u', String(let1))
    await vi.waitFor(async () => expect(await nodes[1]?.take({ userId: 'u', connectionId: randomUUID(), most: 20 })).toBe(true), patient)
    expect(await nodes[0]?.take({ userId: 'u', connectionId: randomUUID(), most: 20 })).toBe(false)
  })

  test('of a node that fell silent do not count, though its people are still online', async () => {
    const prefix = `${randomUUID()}:`
    const dead = await startMortal(prefix)
    const other = start(await shared().connect(prefix), { deadAfterMs: 60_000 })
    for (let i = 0; i < 20; i++) expect(await dead.take({ userId: 'u', connectionId: String(i), most: 20 })).toBe(true)
    expect(await other.take({ userId: 'u', connectionId: 'x', most: 20 })).toBe(false)
    dead.die()
    await vi.waitFor(async () => expect(await other.take({ userId: 'u', connectionId: 'x', most: 20 })).toBe(true), patient)
  })
})

test('costs a few commands for each socket, and as much for each refresh however many people there are', async () => {
  const own = shared().node()
  const presence = start(own, { refreshMs: 60_000, graceMs: 10 })
  await presence.refresh()
  const commands = async (work: () => Promise<unknown>): Promise<number> => {
    const calls = vi.spyOn(own.commands, 'sendCommand')
    await work()
    const count = calls.mock.calls.length
    calls.mockRestore()
    return count
  }
  const people = Array.from({ length: 300 }, (_, i) => `user-${i}`)
  const opening = await commands(() => Promise.all(people.map((userId) => presence.take({ userId, connectionId: userId, most: 20 }))))
  expect(opening).toBeGreaterThanOrEqual(people.length)
  expect(opening).toBeLessThanOrEqual(people.length * 2 + 2)
  expect(await commands(() => presence.refresh())).toBeLessThanOrEqual(2)
})
