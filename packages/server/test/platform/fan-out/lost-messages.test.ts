import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Head } from '@palaver/protocol'
import { createInProcessBus } from '../../../src/adapters/in-process/bus.ts'
import type { Bus, EncodedEvent } from '../../../src/platform/event.ts'
import type { Follower } from '../../../src/platform/fan-out/connection.ts'
import { type FanOut, createFanOut } from '../../../src/platform/fan-out/fan-out.ts'
import type { MessageLog } from '../../../src/platform/message-log/message-log.ts'
import { FakeConnection } from '../../support/fake-connection.ts'
import { emptyLog, silent } from '../../support/socket-app.ts'

const id = '00000000-0000-4000-8000-000000000001'

let bus: Bus
let fanOut: FanOut
let head = 1
let marksRevision = 0
let gap: () => void = () => {}

const headOf = (conversationId: string): Head => ({
  id: conversationId, revision: head, position: 4, floorPosition: 0, marksRevision, memberCount: 2, activityAt: 0,
})
const start = (over: Partial<MessageLog> = {}, maxLive = 200): void => {
  const local = createInProcessBus((error) => { throw error })
  bus = { ...local, onGap: (listener) => { gap = listener; return () => {} } }
  const log: MessageLog = {
    ...emptyLog,
    sync: async (_userId, cursors) =>
      cursors.map(([conversationId]) => ({ id: conversationId, revision: head, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false })),
    cursors: async (ids) => ids.map((each) => [each, head, marksRevision]),
    heads: async (ids) => ids.map(headOf),
    ...over,
  }
  fanOut = createFanOut({ bus, log, logger: silent, lineage: 'l', heartbeatMs: 1000, maxLive })
}
const follow = async (userId: string): Promise<{ connection: FakeConnection; follower: Follower }> => {
  const connection = new FakeConnection(userId)
  const follower = fanOut.connections.enter(connection)
  await fanOut.follow(follower, [[id, head, marksRevision]])
  return { connection, follower }
}
const event = (after: number, revision: number, more: Partial<EncodedEvent> = {}): EncodedEvent =>
  ({ name: 'message.sent', scope: 'conversation', id, after, revision, frame: JSON.stringify({ t: 'evt', name: 'message.sent', id, after, revision, payload: {} }), ...more })
const headsOf = (connection: FakeConnection) => connection.sent.filter(({ t }) => t === 'head')
const move = (userId: string, revision: number): void =>
  bus.publish({ kind: 'marks', payload: { conversationId: id, marksRevision: revision, marks: [{ userId, delivered: revision, read: 0 }] } })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  head = 1
  marksRevision = 0
})
afterEach(() => {
  fanOut.close()
  vi.useRealTimers()
})

test('refusal 2: a removal that the bus lost ends the passive following at the next heartbeat, before another head goes out', async () => {
  const ended = vi.fn(async () => [{ conversationId: id, userId: 'gone', revision: 2 }])
  start({ ended }, 0)
  const [stays, gone] = [await follow('stays'), await follow('gone')]
  head = 3
  await vi.advanceTimersByTimeAsync(1500)
  expect(ended).toHaveBeenCalledExactlyOnceWith([[id, 1]])
  expect(headsOf(gone.connection)).toEqual([])
  expect(gone.follower.passive.size).toBe(0)
  expect(headsOf(stays.connection)).toHaveLength(1)
})

test('refusal 2: a removal that the bus lost ends the live following before the heartbeat tells anything', async () => {
  start({ ended: async () => [{ conversationId: id, userId: 'gone', revision: 2 }], missed: async () => ({ revision: 3, rows: {}, ended: ['gone'] }) })
  const [stays, gone] = [await follow('stays'), await follow('gone')]
  head = 3
  await vi.advanceTimersByTimeAsync(1500)
  expect(gone.connection.sent).toEqual([{ t: 'ping' }])
  expect(stays.connection.sent[0]).toEqual({ t: 'ping', heads: [[id, 3, 0]] })
  expect(stays.connection.revisions).toEqual([3])
})

test('refusal 2: a removal that is late, or lost, is not overtaken by the snapshot of somebody else', async () => {
  const missed = vi.fn(async () => ({ revision: 2, rows: {}, ended: ['gone'] }))
  start({ missed }, 1)
  const gone = await follow('gone')
  fanOut.unfollow(gone.follower, [id])
  head = 2
  await follow('newcomer')
  await vi.advanceTimersByTimeAsync(500)
  expect(missed).toHaveBeenCalledExactlyOnceWith(id, 1)
  expect(gone.follower.passive.size).toBe(0)
})

test('somebody who came back and follows passively is not ended by a late event of their removal', async () => {
  start({}, 0)
  await follow('stays')
  head = 4
  const back = await follow('back')
  bus.publish({ kind: 'events', events: [event(1, 2, { ended: ['back'] }), event(2, 4)] })
  expect(back.follower.passive.size).toBe(1)
})

test('a heartbeat tells the userRevision of each user once, and again when it changed', async () => {
  let userRevision = 3
  start({ userRevisions: async (userIds) => userIds.map((each) => [each, userRevision]) })
  const [one, other] = [new FakeConnection('u'), new FakeConnection('u')]
  for (const connection of [one, other]) fanOut.connections.enter(connection)
  await vi.advanceTimersByTimeAsync(2000)
  userRevision = 4
  await vi.advanceTimersByTimeAsync(1000)
  const pings = [{ t: 'ping', userRevision: 3 }, { t: 'ping' }, { t: 'ping', userRevision: 4 }]
  expect([one.sent, other.sent]).toEqual([pings, pings])
})

test('marks that the bus lost come with the next heartbeat, also when later ones came', async () => {
  const movedMarks = vi.fn(async () => [{ conversationId: id, marksRevision: 3, marks: [{ userId: 'lost', delivered: 2, read: 0 }] }])
  start({ movedMarks })
  const { connection } = await follow('u')
  move('a', 1)
  marksRevision = 3
  move('b', 3)
  await vi.advanceTimersByTimeAsync(2500)
  expect(movedMarks).toHaveBeenCalledExactlyOnceWith([[id, 1]])
  expect(JSON.stringify(connection.sent)).toContain('"lost"')
})

test('marks that all came cost no query', async () => {
  const movedMarks = vi.fn(async () => [])
  start({ movedMarks })
  await follow('u')
  for (marksRevision = 1; marksRevision < 4; marksRevision += 1) move('a', marksRevision)
  marksRevision = 3
  await vi.advanceTimersByTimeAsync(3000)
  expect(movedMarks).not.toHaveBeenCalled()
})

test('after an interruption of the bus everything followed is compared at once, and features look, too', async () => {
  const missed = vi.fn(async () => ({ revision: 3, rows: {}, ended: [] }))
  start({ missed })
  const looked = vi.fn(async () => {})
  fanOut.onHeartbeat(looked)
  const { connection } = await follow('u')
  head = 3
  gap()
  await vi.advanceTimersByTimeAsync(600)
  expect(connection.sent[0]).toEqual({ t: 'ping', heads: [[id, 3, 0]] })
  expect(connection.revisions).toEqual([3])
  expect(looked).toHaveBeenCalledOnce()
})

test('a look that takes longer than a heartbeat neither doubles nor keeps the pings back', async () => {
  let answer: () => void = () => {}
  const cursors = vi.fn(() => new Promise<[]>((resolve) => { answer = () => resolve([]) }))
  start({ cursors })
  const { connection } = await follow('u')
  await vi.advanceTimersByTimeAsync(3000)
  expect(cursors).toHaveBeenCalledOnce()
  expect(connection.sent).toEqual([{ t: 'ping' }, { t: 'ping' }])
  gap()
  answer()
  await vi.advanceTimersByTimeAsync(0)
  await new Promise((resolve) => setImmediate(resolve))
  expect(cursors).toHaveBeenCalledTimes(2)
})

test('many conversations are compared a few hundred at a time', async () => {
  const cursors = vi.fn(async () => [])
  start({ cursors })
  const follower = fanOut.connections.enter(new FakeConnection('u'))
  await fanOut.follow(follower, Array.from({ length: 1200 }, () => [crypto.randomUUID(), 1, 0] as const).map(([each, revision, marks]) => [each, revision, marks]))
  await vi.advanceTimersByTimeAsync(1000)
  expect(cursors.mock.calls.map(([ids]: readonly unknown[]) => (ids as string[]).length)).toEqual([500, 500, 200])
})
