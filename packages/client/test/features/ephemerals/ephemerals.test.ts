import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ChatClient, type ContentSchema, conversations, createChatClient, defineEphemeralType, ephemerals } from '../../../src/index.ts'
import { createRealServer } from '../../support/real-server.ts'

const appKey = 'k'.repeat(40)
const server = await createRealServer({ PALAVER_APP_KEYS: appKey, PALAVER_LIMITS: 'ephemeral=60000/5000', LOG_LEVEL: 'warn', PALAVER_UNKNOWN_CONTENT: 'allow' })
const clients: ChatClient[] = []

beforeAll(server.start)
afterAll(async () => {
  await Promise.all(clients.map((chat) => chat.close()))
  await server.remove()
})

const schema: ContentSchema<{ readonly x: number }, number> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (typeof value === 'object' && value !== null && 'x' in value && typeof value.x === 'number' ? { value: value.x } : { issues: [{ message: 'must be a number', path: ['x'] }] }),
  },
}
const cursor = defineEphemeralType({ type: 'com.example.cursor', schema })
/** The same name with other data: what a client of another version sends. */
const odd = defineEphemeralType({ type: 'com.example.cursor', schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as object }) } } })

const within = { timeout: 15_000, interval: 20 }
const connect = async (): Promise<ChatClient> => {
  const name = randomUUID()
  const body = JSON.stringify({ externalId: name, name, expiresInSeconds: 600 })
  const answer = await fetch(`${server.url}/v1/tokens`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }, body })
  const { userId, accessToken } = (await answer.json()) as { userId: string; accessToken: string }
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve(accessToken), userId, storage: 'memory' })
  conversations(chat)
  clients.push(chat)
  chat.connect()
  return chat
}

test('what fits the definition reaches the handlers of the others as its schema makes it, and nothing is thrown offline', async () => {
  const [a, b] = await Promise.all([connect(), connect()])
  const group = await conversations(a).create({ type: 'group', name: 'Canvas', memberIds: [b.userId] })
  await vi.waitFor(() => expect(conversations(b).getSnapshot().items).toHaveLength(1), within)
  const [mine, theirs] = [ephemerals(a.conversation(group.id)), ephemerals(b.conversation(group.id))]
  expect(ephemerals(a.conversation(group.id))).toBe(mine)
  b.conversation(group.id).open()
  const heard: unknown[] = []
  const end = theirs.on(cursor, (message) => heard.push(message))
  await vi.waitFor(async () => {
    await mine.send(cursor, { x: 1 })
    expect(heard[0]).toEqual({ userId: a.userId, data: 1 })
  }, within)
  heard.length = 0
  await mine.send(odd, { y: 2 })
  await mine.send(cursor, { x: 3 })
  await vi.waitFor(() => expect(heard).toEqual([{ userId: a.userId, data: 3 }]), within)
  await expect(mine.send(cursor, { x: 'left' as unknown as number })).rejects.toMatchObject({ code: 'invalid_input', path: '/data' })
  end()
  await mine.send(cursor, { x: 4 })
  await mine.send(odd, { y: 5 })
  a.disconnect()
  await expect(mine.send(cursor, { x: 6 })).resolves.toBeUndefined()
  expect(heard).toHaveLength(1)
})
