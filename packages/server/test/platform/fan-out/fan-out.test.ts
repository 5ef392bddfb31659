import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Head } from '@palaver/protocol'
import { createInProcessBus } from '../../../src/adapters/in-process/bus.ts'
import type { Bus, EncodedEvent } from '../../../src/platform/event.ts'
import type { Follower } from '../../../src/platform/fan-out/connection.ts'
import { type FanOut, type FanOutOptions, createFanOut } from '../../../src/platform/fan-out/fan-out.ts'
import type { MessageLog } from '../../../src/platform/message-log/message-log.ts'
import type { Synced } from '../../../src/platform/message-log/sync.ts'
import { FakeConnection } from '../../support/fake-connection.ts'
import { emptyLog, silent } from '../../support/socket-app.ts'

const id = '00000000-0000-4000-8000-000000000001'
const other = '00000000-0000-4000-8000-000000000002'

let bus: Bus
let fanOut: FanOut
let head = 1
let synced: Partial<Synced> = {}

const log = (over: Partial<MessageLog> = {}): MessageLog => ({
  ...emptyLog,
  sync: async (_userId, cursors) =>
    cursors.map(([conversationId]) => ({ id: conversationId, revision: head, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false, ...synced })),
  ...over,
})
const start = (over: Partial<MessageLog> = {}, options: Partial<FanOutOptions> = {}): void => {
  bus = createInProcessBus((error) => { throw error })
  fanOut = createFanOut({ bus, log: log(over), logger: silent, lineage: 'l', ...options })
}
const follow = async (conversationIds: string[] = [id], connection = new FakeConnection()): Promise<{ connection: FakeConnection; follower: Follower }> => {
  const follower = fanOut.connections.enter(connection)
  await fanOut.follow(follower, conversationIds.map((each) => [each, head, 0]))
  return { connection, follower }
}
const event = (after: number, revision: number, more: Partial<EncodedEvent> = {}): EncodedEvent => {
  const fields = { name: 'message.sent', scope: 'conversation' as const, id, after, revision, ...more }
  return { ...fields, frame: JSON.stringify({ t: 'evt', name: fields.name, scope: fields.scope, id: fields.id, after, revision, payload: {} }) }
}
const publish = (...events: EncodedEvent[]): void => bus.publish({ kind: 'events', events })
const headOf = (conversationId: string, more: Partial<Head> = {}): Head => ({
  id: conversationId, revision: 5, position: 4, floorPosition: 0, marksRevision: 0, memberCount: 2, activityAt: 0, ...more,
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  head = 1
  synced = {}
})
afterEach(() => {
  fanOut.close()
  vi.useRealTimers()
})

describe('events', () => {
  test('of one batch for one conversation reach every follower as the same single frame', async () => {
    start()
    const [a, b] = [await follow(), await follow()]
    publish(event(1, 2), event(2, 5), event(5, 6))
    expect(a.connection.frames).toHaveLength(1)
    expect(a.connection.frames[0]).toBe(b.connection.frames[0])
    expect(a.connection.revisions).toEqual([2, 5, 6])
  })

  test('go only to those who follow', async () => {
    start()
    const [a, b] = [await follow([id]), await follow([other])]
    publish(event(1, 2))
    expect(a.connection.revisions).toEqual([2])
    expect(b.connection.frames).toEqual([])
  })

  test('of a user go to all connections of that user and nobody else', async () => {
    start()
    const [a, b, c] = [new FakeConnection('u'), new FakeConnection('u'), new FakeConnection('v')]
    for (const connection of [a, b, c]) fanOut.connections.enter(connection)
    publish(event(1, 2, { scope: 'user', id: 'u', name: 'membership.changed' }))
    expect([a, b, c].map((connection) => connection.revisions)).toEqual([[2], [2], []])
  })

  test('that are known are dropped, those that come early wait for the ones before', async () => {
    start()
    const { connection } = await follow()
    publish(event(3, 4))
    expect(connection.frames).toEqual([])
    publish(event(1, 3))
    publish(event(1, 3))
    expect(connection.revisions).toEqual([3, 4])
  })

  test('end the following of those who went before they are delivered, on all their connections', async () => {
    start()
    const [stays, gone, alsoGone] = [await follow([id]), await follow([id], new FakeConnection('u')), await follow([id], new FakeConnection('u'))]
    publish(event(1, 2), event(2, 3, { name: 'member.removed', ended: ['u'] }), event(3, 4))
    expect(stays.connection.revisions).toEqual([2, 3, 4])
    expect(gone.connection.frames).toEqual([])
    expect(alsoGone.connection.frames).toEqual([])
    bus.publish({ kind: 'ephemeral', conversationId: id, frame: '{"t":"eph"}' })
    expect(gone.connection.frames).toEqual([])
    expect(gone.follower.live.size).toBe(0)
  })

  describe('that are said once', () => {
    const said = () => bus.publish({ kind: 'ephemeral', conversationId: id, frame: '{"t":"eph"}' })
    const reads: ((revision: number) => void)[] = []
    const startHeld = () => {
      reads.length = 0
      start({ sync: () => new Promise((resolve) => reads.push((revision) => resolve([{ id, revision, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false }]))) })
    }
    const enter = (userId = 'u') => {
      const connection = new FakeConnection(userId)
      return { connection, follower: fanOut.connections.enter(connection) }
    }

    test('reach who follows again while that is under way, until they go; but nobody of whom it is not known yet that they are a member', async () => {
      startHeld()
      const { connection, follower } = enter()
      const first = fanOut.follow(follower, [[id, 1, 0]])
      said()
      expect(connection.frames).toEqual([])
      reads[0]?.(1)
      await first
      const again = fanOut.follow(follower, [[id, 1, 0]])
      said()
      expect(connection.frames).toHaveLength(1)
      const onceMore = fanOut.follow(follower, [[id, 1, 0]])
      said()
      expect(connection.frames).toHaveLength(2)
      publish(event(1, 2, { name: 'member.removed', ended: ['u'] }))
      said()
      for (const answer of reads) answer(1)
      await Promise.all([again, onceMore])
      said()
      expect(connection.frames).toHaveLength(2)
    })

    test('do not reach who went while they followed again, though the snapshot of another was ahead of their end', async () => {
      startHeld()
      const { connection, follower } = enter()
      const first = fanOut.follow(follower, [[id, 1, 0]])
      reads[0]?.(1)
      await first
      const again = fanOut.follow(follower, [[id, 1, 0]])
      const other = fanOut.follow(enter('v').follower, [[id, 1, 0]])
      reads[2]?.(3)
      await other
      publish(event(1, 2, { name: 'member.removed', ended: ['u'] }))
      said()
      expect(connection.frames).toEqual([])
      reads[1]?.(1)
      await again
      said()
      expect(connection.frames).toEqual([])
    })

    test('reach who has a snapshot that the node has not come up to', async () => {
      startHeld()
      const others = enter('v')
      const othersFollow = fanOut.follow(others.follower, [[id, 1, 0]])
      reads[0]?.(1)
      await othersFollow
      const { connection, follower } = enter()
      const following = fanOut.follow(follower, [[id, 1, 0]])
      reads[1]?.(3)
      await following
      said()
      expect(connection.sent).toContainEqual({ t: 'eph' })
    })
  })

  test('stop when the connection leaves, also while its answer is being read', async () => {
    let answer: (synced: Synced[]) => void = () => {}
    start({ sync: () => new Promise((resolve) => (answer = resolve)) })
    const connection = new FakeConnection()
    const follower = fanOut.connections.enter(connection)
    const following = fanOut.follow(follower, [[id, 1, 0]])
    fanOut.connections.leave(follower)
    answer([{ id, revision: 1, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false }])
    await following
    publish(event(1, 2))
    expect(connection.revisions).toEqual([])
  })

  test('a removal that arrives while the answer is being read ends the following', async () => {
    let answer: (synced: Synced[]) => void = () => {}
    start({ sync: () => new Promise((resolve) => (answer = resolve)) })
    const connection = new FakeConnection('u')
    const follower = fanOut.connections.enter(connection)
    const following = fanOut.follow(follower, [[id, 1, 0]])
    publish(event(1, 2, { ended: ['u'] }), event(2, 3))
    answer([{ id, revision: 1, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false }])
    await following
    expect(connection.revisions).toEqual([])
    expect(follower.live.size).toBe(0)
  })
})

test('somebody who came back is not ended by the late event of an earlier removal', async () => {
  start()
  await follow()
  head = 4
  const back = await follow([id], new FakeConnection('u'))
  publish(event(1, 2, { ended: ['u'] }), event(2, 4), event(4, 5))
  expect(back.connection.revisions).toEqual([5])
})

describe('mending', () => {
  test('a hole is mended once for the node, after 500 ms, before what follows it is written', async () => {
    const missed = vi.fn(async () => ({ revision: 5, rows: {}, ended: ['u'] }))
    start({ missed })
    const [a, b, gone] = [await follow(), await follow(), await follow([id], new FakeConnection('u'))]
    publish(event(3, 4))
    publish(event(4, 5))
    publish(event(5, 6))
    await vi.advanceTimersByTimeAsync(499)
    expect(missed).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(missed).toHaveBeenCalledExactlyOnceWith(id, 1)
    expect(a.connection.revisions).toEqual([5, 6])
    expect(a.connection.sent[0]).toMatchObject({ name: 'conversation.changed', after: 1, revision: 5 })
    expect(b.connection.revisions).toEqual([5, 6])
    expect(gone.connection.revisions).toEqual([])
  })

  test('what arrives in time costs no query', async () => {
    const missed = vi.fn(async () => undefined)
    start({ missed })
    const { connection } = await follow()
    publish(event(2, 3))
    await vi.advanceTimersByTimeAsync(400)
    publish(event(1, 2))
    await vi.advanceTimersByTimeAsync(1000)
    expect(missed).not.toHaveBeenCalled()
    expect(connection.revisions).toEqual([2, 3])
  })

  test('a follower whose snapshot is ahead of the node gets what follows, also when another hole was waited for', async () => {
    const missed = vi.fn(async () => ({ revision: 5, rows: {}, ended: [] }))
    start({ missed })
    const early = await follow()
    publish(event(2, 3))
    head = 5
    const ahead = await follow()
    publish(event(1, 2))
    await vi.advanceTimersByTimeAsync(500)
    expect(missed).toHaveBeenCalledExactlyOnceWith(id, 3)
    expect(early.connection.revisions).toEqual([2, 3, 5])
    publish(event(5, 6))
    expect(ahead.connection.revisions).toEqual([6])
  })

  test('a database that fails is asked again', async () => {
    const missed = vi.fn(async () => ({ revision: 3, rows: {}, ended: [] })).mockRejectedValueOnce(new Error('down'))
    start({ missed })
    const { connection } = await follow()
    publish(event(2, 3))
    await vi.advanceTimersByTimeAsync(1100)
    expect(missed).toHaveBeenCalledTimes(2)
    expect(connection.revisions).toEqual([3])
  })

  test('a hole too large to send makes clients ask', async () => {
    start({ missed: async () => ({ revision: 5000, ended: ['u'] }) })
    const [a, gone] = [await follow(), await follow([id], new FakeConnection('u'))]
    publish(event(4999, 5000))
    publish(event(5000, 5001))
    await vi.advanceTimersByTimeAsync(500)
    expect(a.connection.sent).toEqual([{ t: 'ping', heads: [[id, 5000, 0]] }, expect.objectContaining({ t: 'evt', revision: 5001 })])
    expect(gone.connection.sent).toEqual([])
  })
})

describe('marks', () => {
  test('go out at once, then at most one frame a second, merged by maximum', async () => {
    start()
    const { connection } = await follow()
    const move = (marksRevision: number, delivered: number, read: number): void =>
      bus.publish({ kind: 'marks', payload: { conversationId: id, marksRevision, marks: [{ userId: other, delivered, read }] } })
    move(1, 1, 0)
    move(2, 5, 1)
    move(3, 4, 3)
    expect(connection.sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.sent.slice(1)).toEqual([
      { t: 'eph', name: 'marks.moved', payload: { conversationId: id, marksRevision: 3, marks: [{ userId: other, delivered: 5, read: 3 }] } },
    ])
    await vi.advanceTimersByTimeAsync(5000)
    move(4, 6, 6)
    expect(connection.sent).toHaveLength(3)
  })
})

describe('passive following', () => {
  const lastMessage = { id: other, position: 4, revision: 5, senderId: other, clientId: other, content: { kind: 'text' as const, text: 'secret' }, createdAt: 0 }

  test('beyond the cap conversations are passive and get heads at once, then four a second', async () => {
    const heads = vi.fn(async (ids: readonly string[]) => ids.map((each) => headOf(each)))
    start({ heads }, { maxLive: 1 })
    const { connection, follower } = await follow([id, other])
    expect(connection.sent).toEqual([{ t: 'sync', conversations: [], passive: [other] }])
    expect([...follower.live.keys()]).toEqual([id])
    publish(event(1, 2, { id: other }))
    publish(event(2, 3, { id: other }))
    await vi.advanceTimersByTimeAsync(0)
    expect(connection.sent.slice(1)).toEqual([{ t: 'head', heads: [headOf(other)] }])
    for (let revision = 3; revision < 13; revision += 1) publish(event(revision, revision + 1, { id: other }))
    await vi.advanceTimersByTimeAsync(249)
    expect(connection.sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(connection.sent).toHaveLength(3)
    expect(heads).toHaveBeenCalledTimes(2)
  })

  test('a head hides a last message from those who may not read it', async () => {
    start({ heads: async (ids) => ids.map((each) => headOf(each, { lastMessage })) }, { maxLive: 0 })
    const sees = await follow()
    synced = { visibleFrom: 5 }
    const hidden = await follow()
    publish(event(1, 2))
    await vi.advanceTimersByTimeAsync(0)
    expect(JSON.stringify(sees.connection.sent)).toContain('secret')
    expect(hidden.connection.sent.at(-1)).toEqual({ t: 'head', heads: [headOf(id)] })
  })

  test('unfollowing makes passive, large conversations are passive after a resume and live on screen', async () => {
    start({ heads: async (ids) => ids.map((each) => headOf(each)) })
    synced = { memberCount: 5000 }
    const connection = new FakeConnection()
    const follower = fanOut.connections.enter(connection)
    await fanOut.resume(follower, { lineage: 'l', conversations: [[id, 1, 0]] })
    expect([...follower.passive.keys()]).toEqual([id])
    await fanOut.follow(follower, [[id, 1, 0]])
    expect([...follower.live.keys()]).toEqual([id])
    fanOut.unfollow(follower, [id])
    expect([...follower.passive.keys()]).toEqual([id])
    publish(event(1, 2))
    await vi.advanceTimersByTimeAsync(0)
    expect(connection.revisions).toEqual([])
    expect(connection.sent.at(-1)).toMatchObject({ t: 'head' })
  })

  test('refusal 2: a removed member gets no head either', async () => {
    start({ heads: async (ids) => ids.map((each) => headOf(each)) }, { maxLive: 0 })
    const gone = await follow([id], new FakeConnection('u'))
    const before = gone.connection.sent.length
    publish(event(1, 2, { ended: ['u'] }))
    publish(event(2, 3))
    await vi.advanceTimersByTimeAsync(1000)
    expect(gone.connection.sent).toHaveLength(before)
  })
})

describe('a slow reader', () => {
  test('loses ephemeral frames, then is turned passive and told so; others lose nothing', async () => {
    start({ heads: async (ids) => ids.map((each) => headOf(each)) })
    const [slow, fast] = [await follow([id, other]), await follow([id, other])]
    slow.connection.congested = true
    bus.publish({ kind: 'ephemeral', conversationId: id, frame: '{"t":"eph"}' })
    expect(slow.connection.frames).toEqual([])
    publish(event(1, 2))
    expect(slow.connection.sent).toEqual([{ t: 'sync', conversations: [], passive: [id, other] }])
    publish(event(2, 3))
    await vi.advanceTimersByTimeAsync(1000)
    expect(slow.connection.sent).toHaveLength(1)
    slow.connection.congested = false
    await vi.advanceTimersByTimeAsync(1000)
    expect(slow.connection.sent.slice(1)).toEqual([{ t: 'head', heads: expect.arrayContaining([headOf(id)]) }])
    expect(fast.connection.revisions).toEqual([2, 3])
    head = 3
    await fanOut.follow(slow.follower, [[id, 1, 0]])
    publish(event(3, 4))
    expect(slow.connection.revisions).toEqual([4])
  })

  test('that follows passively costs no queries while it does not read, and the others no frames', async () => {
    const heads = vi.fn(async (ids: readonly string[]) => ids.map((each) => headOf(each)))
    start({ heads })
    const [stuck, gone, reading] = [await follow([id]), await follow([id]), await follow([id])]
    for (const { follower } of [stuck, gone, reading]) fanOut.unfollow(follower, [id])
    for (const { connection } of [stuck, gone]) connection.congested = true
    publish(event(1, 2))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(heads).toHaveBeenCalledTimes(1)
    expect(reading.connection.sent).toEqual([{ t: 'head', heads: [headOf(id)] }])
    fanOut.connections.leave(gone.follower)
    stuck.connection.congested = false
    await vi.advanceTimersByTimeAsync(10_000)
    expect(heads).toHaveBeenCalledTimes(2)
    expect([stuck, gone, reading].map(({ connection }) => connection.sent.length)).toEqual([1, 0, 1])
  })
})

describe('the heartbeat', () => {
  test('carries the heads that changed since the last, and finds what the bus lost', async () => {
    let cursor = 1
    const missed = vi.fn(async () => ({ revision: cursor, rows: {}, ended: [] }))
    start({ cursors: async (ids) => ids.map((each) => [each, cursor, 0]), missed }, { heartbeatMs: 1000 })
    const { connection } = await follow()
    const idle = new FakeConnection()
    fanOut.connections.enter(idle)
    await vi.advanceTimersByTimeAsync(2000)
    expect(connection.sent).toEqual([{ t: 'ping', heads: [[id, 1, 0]] }, { t: 'ping' }])
    cursor = 3
    await vi.advanceTimersByTimeAsync(1500)
    expect(connection.sent[2]).toEqual({ t: 'ping', heads: [[id, 3, 0]] })
    expect(missed).toHaveBeenCalledExactlyOnceWith(id, 1)
    expect(connection.revisions).toEqual([3])
    expect(idle.sent).toEqual([{ t: 'ping' }, { t: 'ping' }, { t: 'ping' }])
  })

  test('beats without heads when the database fails', async () => {
    start({ cursors: async () => Promise.reject(new Error('down')) }, { heartbeatMs: 1000 })
    const { connection } = await follow()
    await vi.advanceTimersByTimeAsync(1000)
    expect(connection.sent).toEqual([{ t: 'ping' }])
  })
})

describe('resume', () => {
  test('a database that stays behind the bus fails the follow instead of being asked for ever', async () => {
    const sync = vi.fn(log().sync)
    start({ sync })
    await follow()
    publish(event(1, 2))
    await expect(follow()).rejects.toThrow('the database stays behind')
    expect(sync).toHaveBeenCalledTimes(7)
  })

  test('another lineage resets the whole copy and is answered from nothing', async () => {
    const asked = vi.fn(log().sync)
    start({ sync: asked, userChanges: async (_userId, after) => ({ after, upTo: 7, memberships: [] }) })
    const connection = new FakeConnection()
    await fanOut.resume(fanOut.connections.enter(connection), { lineage: 'other', userRevision: 5, conversations: [[id, 9, 9]] })
    expect(asked).toHaveBeenCalledWith(connection.userId, [[id, 0, 0]])
    expect(connection.sent).toEqual([{ t: 'sync', reset: true, user: { after: 0, upTo: 7, memberships: [] }, conversations: [] }])
  })

  test('a cursor without a lineage is one of another', async () => {
    start()
    const connection = new FakeConnection()
    await fanOut.resume(fanOut.connections.enter(connection), { conversations: [[id, 9, 9]] })
    expect(connection.sent).toMatchObject([{ t: 'sync', reset: true }])
  })

  test('nothing is said when nothing differs', async () => {
    start()
    const connection = new FakeConnection()
    await fanOut.resume(fanOut.connections.enter(connection), { lineage: 'l', userRevision: 3, conversations: [[id, 1, 0]] })
    expect(connection.sent).toEqual([])
  })

  test('what one connection may follow is bounded', async () => {
    start({}, { maxFollowed: 3 })
    const { follower } = await follow(Array.from({ length: 10 }, () => crypto.randomUUID()))
    expect(follower.live.size).toBe(3)
    await fanOut.follow(follower, [[crypto.randomUUID(), 0, 0]])
    expect(follower.live.size).toBe(3)
  })
})

describe('watching people', () => {
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  test('profiles go to every watcher, presence to those who may see it, those of one turn in one frame', async () => {
    start()
    const [friend, stranger] = [new FakeConnection(), new FakeConnection()]
    fanOut.watch(fanOut.connections.enter(friend), new Map([['a', true], ['b', true]]))
    fanOut.watch(fanOut.connections.enter(stranger), new Map([['a', false]]))
    bus.publish({ kind: 'person', userId: 'a', frame: '{"t":"eph","name":"person.updated"}' })
    bus.publish({ kind: 'presence', payload: { presences: [{ userId: 'a', status: 'online' }] } })
    bus.publish({ kind: 'presence', payload: { presences: [{ userId: 'b', status: 'away' }, { userId: 'c', status: 'away' }, { userId: 'a', status: 'busy' }] } })
    await settle()
    expect(stranger.sent).toEqual([{ t: 'eph', name: 'person.updated' }])
    expect(friend.sent.slice(1)).toEqual([
      { t: 'eph', name: 'presence.changed', payload: { presences: [{ userId: 'a', status: 'busy' }, { userId: 'b', status: 'away' }] } },
    ])
  })

  test('a new list replaces the old one, and a connection that left is forgotten', async () => {
    start()
    const connection = new FakeConnection()
    const follower = fanOut.connections.enter(connection)
    fanOut.watch(follower, new Map([['a', true]]))
    fanOut.watch(follower, new Map([['b', true]]))
    bus.publish({ kind: 'presence', payload: { presences: [{ userId: 'a', status: 'online' }] } })
    fanOut.connections.leave(follower)
    bus.publish({ kind: 'presence', payload: { presences: [{ userId: 'b', status: 'online' }] } })
    await settle()
    expect(connection.sent).toEqual([])
  })
})
