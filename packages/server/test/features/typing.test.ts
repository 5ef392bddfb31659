import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createInProcessBus } from '../../src/adapters/in-process/bus.ts'
import { createTyping } from '../../src/features/typing/index.ts'
import { TypingThrottle } from '../../src/features/typing/throttle.ts'
import type { Sql } from '../../src/platform/sql.ts'
import type { UserCaller } from '../../src/platform/caller.ts'
import type { CommandHandler, Commands } from '../../src/platform/commands.ts'
import type { Database } from '../../src/platform/database.ts'
import { createFanOut } from '../../src/platform/fan-out/fan-out.ts'
import { createMessageLog } from '../../src/platform/message-log/message-log.ts'
import { seedConversation, seedPeople } from '../support/community.ts'
import { createTestDatabase } from '../support/databases.ts'
import { FakeConnection } from '../support/fake-connection.ts'
import { changeMember } from '../support/history.ts'
import { silent } from '../support/socket-app.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase('pglite')
})
afterAll(() => database.close())

const setUp = () => {
  let now = 0
  let handler: CommandHandler<'typing.set', UserCaller> = async () => ({})
  const commands = { bindUser: (_name: string, bound: typeof handler) => void (handler = bound) } as unknown as Commands
  const bus = createInProcessBus()
  const fanOut = createFanOut({ bus, log: createMessageLog(database), logger: silent, lineage: 'l' })
  const sql = { query: vi.fn(database.query.bind(database)) as unknown as Sql['query'] }
  createTyping({ commands, sql, bus, fanOut, runtime: { now: () => now } })
  return {
    bus,
    fanOut,
    sql,
    pass: (ms: number) => void (now += ms),
    type: (connection: FakeConnection, conversationId: string, typing = true, role: UserCaller['role'] = 'user') =>
      handler({ conversationId, typing }, { kind: 'user', userId: connection.userId, role, expiresAt: 1e15, connectionId: connection.id, address: '', requestId: '' }),
  }
}

test('the others who follow live see it, not oneself; repeats go out once in 3 s', async () => {
  const { fanOut, sql, pass, type } = setUp()
  const [anna = '', ben = ''] = await seedPeople(database, 2)
  const id = await seedConversation(database, { userIds: [anna, ben] })
  const [own, other] = [new FakeConnection(anna), new FakeConnection(ben)]
  for (const connection of [own, other]) await fanOut.follow(fanOut.connections.enter(connection), [[id, 1, 1]])
  await type(own, id)
  await type(own, id)
  expect(other.sent).toEqual([{ t: 'eph', name: 'typing.changed', payload: { conversationId: id, userId: anna, typing: true, expiresInMs: 10_000 } }])
  pass(3000)
  await type(own, id)
  await type(own, id, false)
  await type(own, id, false)
  expect(other.sent.slice(1)).toMatchObject([{ payload: { typing: true } }, { payload: { typing: false, expiresInMs: 0 } }])
  expect(own.sent).toEqual([])
  expect(sql.query).not.toHaveBeenCalled()
  fanOut.close()
})

test('not_found for whoever is not in it, forbidden for who may not write', async () => {
  const { fanOut, type } = setUp()
  const [anna = '', viewer = '', gone = '', stranger = ''] = await seedPeople(database, 4)
  const id = await seedConversation(database, { userIds: [anna, viewer, gone], roles: ['owner', 'viewer'] })
  await changeMember(database, id, gone, 'removed')
  await expect(type(new FakeConnection(stranger), id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(type(new FakeConnection(gone), id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(type(new FakeConnection(anna), crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  await expect(type(new FakeConnection(viewer), id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(type(new FakeConnection(anna), id)).resolves.toEqual({})
  fanOut.close()
})

test('in large conversations nobody is told', async () => {
  const { fanOut, type } = setUp()
  const [anna = '', ben = ''] = await seedPeople(database, 2)
  const id = await seedConversation(database, { userIds: [anna, ben] })
  await database.query('UPDATE conversations SET member_count = 5000 WHERE id = $1', [id])
  const [own, other] = [new FakeConnection(anna), new FakeConnection(ben)]
  for (const connection of [own, other]) await fanOut.follow(fanOut.connections.enter(connection), [[id, 1, 1]])
  await type(own, id)
  expect(other.sent).toEqual([])
  fanOut.close()
})

test('in large conversations nobody is told, though nobody at this node follows them', async () => {
  const { bus, fanOut, type } = setUp()
  const published = vi.fn()
  bus.subscribe(published)
  const [anna = '', ben = ''] = await seedPeople(database, 2)
  const id = await seedConversation(database, { userIds: [anna, ben] })
  await type(new FakeConnection(anna), id)
  expect(published).toHaveBeenCalledTimes(1)
  await database.query('UPDATE conversations SET member_count = 5000 WHERE id = $1', [id])
  await type(new FakeConnection(ben), id)
  expect(published).toHaveBeenCalledTimes(1)
  fanOut.close()
})

test('the throttle forgets, so that it does not grow', () => {
  const throttle = new TypingThrottle(3000, 10_000)
  expect(throttle.passes('a', true, 0)).toBe(true)
  expect(throttle.passes('a', true, 2999)).toBe(false)
  expect(throttle.passes('a', false, 2999)).toBe(true)
  expect(throttle.passes('a', true, 2999)).toBe(true)
  expect(throttle.passes('b', false, 3000)).toBe(false)
  expect(throttle.passes('a', false, 20_000)).toBe(false)
})
