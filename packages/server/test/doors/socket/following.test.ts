import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/platform/database.ts'
import { createMessageLog } from '../../../src/platform/message-log/message-log.ts'
import { seedConversation, seedPeople } from '../../support/community.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { type SocketApp, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

let database: Database
let server: SocketApp
beforeAll(async () => {
  database = await createTestDatabase('pglite')
  server = await startSocketApp({ log: createMessageLog(database) })
})
afterAll(async () => {
  await server.close()
  await database.close()
})

test('a socket authenticates, follows, runs a command and gets an event', async () => {
  const [user = '', other = ''] = await seedPeople(database, 2)
  const id = await seedConversation(database, { userIds: [user, other] })
  const client = await SocketClient.open(server.url)
  await client.frame('hello')
  await client.authenticate(user)
  client.send({ t: 'resume', conversations: [[id, 0, 0]], userRevision: 0 })
  const sync = await client.frame('sync')
  expect(sync.conversations).toMatchObject([{ id, head: { revision: 1, position: 0, memberCount: 2 }, changes: { after: 0, upTo: 1 } }])
  expect(sync.conversations[0]?.changes?.rows.members).toHaveLength(2)
  expect(sync.user?.memberships).toMatchObject([{ conversationId: id, state: 'active', visibleFrom: 1 }])
  await client.frame('live')
  expect(await client.command('some.command', { a: 1 })).toEqual({ t: 'ok', id: 1, output: { name: 'some.command', input: { a: 1 } } })
  server.bus.publish({
    kind: 'events',
    events: [{ name: 'message.sent', scope: 'conversation', id, after: 1, revision: 2, frame: '{"t":"evt","revision":2}' }],
  })
  expect(await client.frame('evt')).toEqual({ t: 'evt', revision: 2 })
  const stranger = await SocketClient.open(server.url)
  await stranger.authenticate(randomUUID())
  stranger.send({ t: 'follow', conversations: [[id, 0, 0], [randomUUID(), 0, 0]] })
  expect((await stranger.frame('sync')).gone).toHaveLength(2)
  await client.close()
  await stranger.close()
})
