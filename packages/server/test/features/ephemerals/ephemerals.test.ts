import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createInProcessBus } from '../../../src/adapters/in-process/bus.ts'
import { createEphemerals } from '../../../src/features/ephemerals/index.ts'
import type { UserCaller } from '../../../src/platform/caller.ts'
import type { CommandHandler, Commands } from '../../../src/platform/commands.ts'
import type { Database } from '../../../src/platform/database.ts'
import { createFanOut } from '../../../src/platform/fan-out/fan-out.ts'
import { createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import type { Sql } from '../../../src/platform/sql.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { FakeConnection } from '../../support/fake-connection.ts'
import { changeMember } from '../../support/history.ts'
import { silent } from '../../support/socket-app.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase('pglite')
})
afterAll(() => database.close())

const setUp = (largeEphemerals = false) => {
  let handler: CommandHandler<'ephemeral.send', UserCaller> = async () => ({})
  const commands = { bindUser: (_name: string, bound: typeof handler) => void (handler = bound) } as unknown as Commands
  const bus = createInProcessBus()
  const fanOut = createFanOut({ bus, log: createMessageLog(database), logger: silent, lineage: 'l' })
  const sql = { query: vi.fn(database.query.bind(database)) as unknown as Sql['query'] }
  createEphemerals({ commands, sql, bus, fanOut, rules: { ephemeralTypes: [], unknownContent: 'allow', largeEphemerals } })
  return {
    fanOut,
    sql,
    send: (connection: FakeConnection, conversationId: string, data: object = { x: 1 }) =>
      handler(
        { conversationId, type: 'com.example.cursor', data: data as Record<string, unknown> },
        { kind: 'user', userId: connection.userId, role: 'user', expiresAt: 1e15, connectionId: connection.id, address: '', requestId: '' },
      ),
  }
}

test('the others who follow live get it; not oneself, not who only gets heads, not who was removed; nothing is asked or stored', async () => {
  const { fanOut, sql, send } = setUp()
  const [anna = '', ben = '', cleo = '', dan = ''] = await seedPeople(database, 4)
  const id = await seedConversation(database, { userIds: [anna, ben, cleo, dan] })
  const [own, other, passive, gone] = [anna, ben, cleo, dan].map((userId) => new FakeConnection(userId)) as [FakeConnection, FakeConnection, FakeConnection, FakeConnection]
  await changeMember(database, id, dan, 'removed')
  for (const connection of [own, other, passive, gone]) await fanOut.follow(fanOut.connections.enter(connection), [[id, 1, 1]])
  fanOut.unfollow(fanOut.connections.find(passive.id) as never, [id])
  const before = [own, passive, gone].map(({ sent }) => sent.length)
  await send(own, id, { x: 1, deep: { list: [true, null, 'ü'] } })
  expect(other.sent.at(-1)).toEqual({ t: 'eph', name: 'ephemeral.sent', payload: { conversationId: id, userId: anna, type: 'com.example.cursor', data: { x: 1, deep: { list: [true, null, 'ü'] } } } })
  expect([own.sent.length, passive.sent.length, gone.sent.length]).toEqual(before)
  expect(sql.query).not.toHaveBeenCalled()
  await expect(send(gone, id)).rejects.toMatchObject({ code: 'not_found' })
  fanOut.close()
})

test('in large conversations it is forbidden unless the deployment says otherwise', async () => {
  for (const allowed of [false, true]) {
    const { fanOut, send } = setUp(allowed)
    const [anna = '', ben = ''] = await seedPeople(database, 2)
    const id = await seedConversation(database, { userIds: [anna, ben] })
    await database.query('UPDATE conversations SET member_count = 5000 WHERE id = $1', [id])
    const other = new FakeConnection(ben)
    await fanOut.follow(fanOut.connections.enter(other), [[id, 1, 1]])
    if (allowed) await expect(send(new FakeConnection(anna), id)).resolves.toEqual({})
    else await expect(send(new FakeConnection(anna), id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(other.sent.filter((frame) => (frame as { name?: string }).name === 'ephemeral.sent')).toHaveLength(allowed ? 1 : 0)
    fanOut.close()
  }
})
