import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createInProcessBus } from '../../../src/adapters/in-process/bus.ts'
import type { Bus } from '../../../src/platform/event.ts'
import { type FanOut, createFanOut } from '../../../src/platform/fan-out/fan-out.ts'
import { encodeEvent } from '../../../src/platform/writer/encode-event.ts'
import { FakeConnection } from '../../support/fake-connection.ts'
import { emptyLog, silent } from '../../support/socket-app.ts'

const id = '00000000-0000-4000-8000-000000000001'
const someone = '00000000-0000-4000-8000-00000000000a'

let bus: Bus
let fanOut: FanOut
let head = 1

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  head = 1
  bus = createInProcessBus((error) => { throw error })
  fanOut = createFanOut({
    bus,
    logger: silent,
    lineage: 'l',
    heartbeatMs: 1000,
    log: {
      ...emptyLog,
      cursors: async (ids) => ids.map((each) => [each, head, 0] as const),
      sync: async (_userId, cursors) =>
        cursors.map(([each]) => ({ id: each, revision: head, memberCount: 5000, visibleFrom: 1, role: 'member', type: 'channel', ahead: false })),
    },
  })
})
afterEach(() => {
  fanOut.close()
  vi.useRealTimers()
})

const follow = async (userId?: string): Promise<FakeConnection> => {
  const connection = new FakeConnection(userId)
  await fanOut.follow(fanOut.connections.enter(connection), [[id, head, 0]])
  return connection
}
const joined = (revision: number, memberCount = 5000, ended?: readonly string[]) =>
  encodeEvent({ name: 'member.added', scope: 'conversation', id, after: revision - 1, revision, payload: { members: [], memberCount }, quiet: true, ...(ended && { ended }) })
const said = (after: number, revision: number) =>
  encodeEvent({ name: 'conversation.changed', scope: 'conversation', id, after, revision, payload: {} })
const publish = (...events: ReturnType<typeof encodeEvent>[]): void => {
  head = events.at(-1)?.revision ?? head
  bus.publish({ kind: 'events', events })
}
const intervals = (connection: FakeConnection): number[][] => connection.sent.flatMap((frame) => (frame.t === 'evt' ? [[frame.after, frame.revision]] : []))

test('are not sent; the next event reaches back over them', async () => {
  const connection = await follow()
  publish(joined(2), joined(3))
  expect(intervals(connection)).toEqual([])
  publish(said(3, 5))
  publish(joined(6), said(6, 7), said(7, 8))
  expect(intervals(connection)).toEqual([[1, 5], [5, 7], [7, 8]])
})

test('are told of by the heartbeat when nothing else is said, with the number of members', async () => {
  const connection = await follow()
  publish(joined(2, 5001), joined(3, 5002))
  await vi.advanceTimersByTimeAsync(1000)
  expect(connection.sent.filter((frame) => frame.t === 'evt')).toMatchObject([{ name: 'conversation.changed', after: 1, revision: 3, payload: { memberCount: 5002 } }])
  await vi.advanceTimersByTimeAsync(1000)
  expect(intervals(connection)).toEqual([[1, 3]])
})

test('leave no hole for those who begin to follow between them', async () => {
  await follow()
  publish(joined(2))
  const late = await follow()
  publish(joined(3), said(3, 4))
  expect(intervals(late)).toEqual([[1, 4]])
})

test('end the following of those who went', async () => {
  const [gone, stays] = [await follow(someone), await follow()]
  publish(joined(2, 4999, [someone]), said(2, 3))
  expect([intervals(gone), intervals(stays)]).toEqual([[], [[1, 3]]])
})

test('marks in a large conversation go to the own devices that follow it, live or passively', async () => {
  const [own, other] = [await follow(someone), await follow()]
  const away = new FakeConnection(someone)
  fanOut.connections.enter(away)
  const passive = new FakeConnection(someone)
  const follower = fanOut.connections.enter(passive)
  await fanOut.follow(follower, [[id, head, 0]])
  fanOut.unfollow(follower, [id])
  const payload = { conversationId: id, marksRevision: 4, marks: [{ userId: someone, delivered: 9, read: 9 }] }
  bus.publish({ kind: 'own-marks', payload })
  const got = [own, passive, other, away].map(({ sent }) => sent.filter((frame) => frame.t === 'eph'))
  expect(got).toEqual([[{ t: 'eph', name: 'marks.moved', payload }], [{ t: 'eph', name: 'marks.moved', payload }], [], []])
})

const reacted = (revision: number, position = 1) =>
  encodeEvent({ name: 'message.changed', scope: 'conversation', id, after: revision - 1, revision, payload: { messages: [messageAt(position, revision)] }, quiet: `message ${position}` })
const messageAt = (position: number, revision: number) => ({
  id, position, revision, senderId: someone, clientId: id, content: { kind: 'text', text: 'x' } as const, createdAt: 1,
  reactions: [{ emoji: '👍', count: revision, userIds: [someone] }],
})

test('with a name are told at once, and then the last of each every three seconds', async () => {
  const connection = await follow()
  publish(reacted(2))
  expect(intervals(connection)).toEqual([[1, 2]])
  for (let revision = 3; revision <= 203; revision++) publish(reacted(revision, revision % 2))
  expect(intervals(connection)).toEqual([[1, 2]])
  await vi.advanceTimersByTimeAsync(900)
  publish(...[204, 205].map((revision) => reacted(revision)))
  await vi.advanceTimersByTimeAsync(2100)
  const told = connection.sent.flatMap((frame) => (frame.t === 'evt' ? [frame] : []))
  expect(told.slice(1).map(({ after, revision }) => [after, revision])).toEqual([[2, 202], [202, 205]])
  expect(told.at(-1)?.payload).toMatchObject({ messages: [{ position: 1, reactions: [{ count: 205 }] }] })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(intervals(connection)).toHaveLength(3)
})

test('with a name go before the next event, which no follower has without them', async () => {
  const connection = await follow()
  publish(reacted(2), reacted(3), joined(4), reacted(5, 2), joined(6))
  publish(said(6, 7))
  expect(intervals(connection)).toEqual([[1, 3], [3, 5], [5, 6], [6, 7]])
  publish(reacted(8), joined(9), said(9, 10))
  expect(intervals(connection).slice(4)).toEqual([[7, 8], [8, 10]])
})

test('with a name reach those who begin to follow between them', async () => {
  await follow()
  publish(reacted(2), reacted(3))
  const late = await follow()
  publish(reacted(4), reacted(5, 2))
  await vi.advanceTimersByTimeAsync(3000)
  expect(late.sent.flatMap((frame) => (frame.t === 'evt' ? [[frame.after, frame.revision]] : []))).toEqual([[3, 4], [4, 5]])
})
