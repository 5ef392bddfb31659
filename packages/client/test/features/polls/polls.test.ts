import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, createStorage, type PalaverError, polls } from '../../../src/index.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { createRealServer } from '../../support/real-server.ts'

const appKey = 'k'.repeat(40)
const server = await createRealServer({ PALAVER_APP_KEYS: appKey, LOG_LEVEL: 'warn' })
const clients: ChatClient[] = []
const dropped: PalaverError[] = []

beforeAll(server.start)
afterAll(async () => {
  await Promise.all(clients.map((chat) => chat.close()))
  await server.remove()
})

const within = { timeout: 15_000, interval: 20 }
const device = async (name: string, storage: 'memory' | ReturnType<typeof createMemoryStorage> = 'memory', online = true): Promise<ChatClient> => {
  const body = JSON.stringify({ externalId: name, name, expiresInSeconds: 600 })
  const answer = await fetch(`${server.url}/v1/tokens`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }, body })
  const { userId, accessToken } = (await answer.json()) as { userId: string; accessToken: string }
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve(accessToken), userId, storage: storage === 'memory' ? storage : createStorage(async () => storage) })
  chat.on('dropped', ({ error }) => dropped.push(error))
  conversations(chat)
  clients.push(chat)
  if (online) chat.connect()
  return chat
}
const content = { kind: 'poll' as const, question: 'Which?', options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }], multiple: false, anonymous: false }
const pollIn = (chat: ChatClient, id: string) => chat.conversation(id).messages.getSnapshot().items.find((item) => item.content.kind === 'poll')
const begin = async () => {
  const [anna, ben] = [randomUUID(), randomUUID()]
  const [a, b] = await Promise.all([device(anna), device(ben)])
  const { id } = await conversations(a).create({ type: 'group', name: 'Votes', memberIds: [b.userId] })
  const show = (chat: ChatClient) => {
    chat.conversation(id).messages.subscribe(() => undefined)
    polls(chat.conversation(id)).subscribe(() => undefined)
  }
  for (const chat of [a, b]) show(chat)
  a.conversation(id).messages.send({ content })
  // Delivered, so that its row is here, too: acknowledged alone, it has no votes to show.
  await vi.waitFor(() => expect([pollIn(a, id)?.status, pollIn(b, id)?.id]).toEqual(['delivered', expect.any(String)]), within)
  return { a, b, ben, id, show, messageId: pollIn(b, id)?.id ?? '', ofA: polls(a.conversation(id)), ofB: polls(b.conversation(id)) }
}

test('a vote shows at once, is counted once for everybody, and stands on all devices', async () => {
  const { a, b, ben, id, show, messageId, ofB } = await begin()
  ofB.vote(messageId, ['a'])
  expect([ofB.getSnapshot().get(messageId), pollIn(b, id)?.poll]).toEqual([['a'], { counts: [1, 0], voters: 1 }])
  ofB.vote(messageId, ['b'])
  const seen: unknown[] = []
  ofB.subscribe(() => seen.push(ofB.getSnapshot().get(messageId)))
  expect([ofB.getSnapshot().get(messageId), pollIn(b, id)?.poll]).toEqual([['b'], { counts: [0, 1], voters: 1 }])
  await vi.waitFor(() => expect([pollIn(a, id)?.poll, b.status.getSnapshot().pending]).toEqual([{ counts: [0, 1], voters: 1 }, 0]), within)
  const other = await device(ben)
  show(other)
  await vi.waitFor(() => expect(polls(other.conversation(id)).getSnapshot().get(messageId)).toEqual(['b']), within)
  expect(seen.every((choice) => String(choice) === 'b')).toBe(true)
  polls(other.conversation(id)).vote(messageId, [])
  await vi.waitFor(() => expect([ofB.getSnapshot().has(messageId), pollIn(a, id)?.poll]).toEqual([false, { counts: [0, 0], voters: 0 }]), within)
})

test('whoever asked or leads closes it; a vote that came too late is undone', async () => {
  const { a, b, id, messageId, ofA, ofB } = await begin()
  const [mine, theirs] = [pollIn(a, id)!, pollIn(b, id)!]
  expect([ofA.canClose(mine), ofB.canClose(theirs), ofB.canVote(theirs)]).toEqual([true, false, true])
  ofA.vote(messageId, ['a'])
  ofA.close(messageId)
  expect(pollIn(a, id)?.poll).toMatchObject({ counts: [1, 0], closedAt: expect.any(Number) })
  await vi.waitFor(() => expect(ofB.closedAt(pollIn(b, id)!)).toEqual(expect.any(Number)), within)
  ofB.vote(messageId, ['b'])
  await vi.waitFor(() => expect(dropped.at(-1)).toMatchObject({ code: 'forbidden' }), within)
  await vi.waitFor(() => expect([ofB.getSnapshot().has(messageId), pollIn(b, id)?.poll?.counts]).toEqual([false, [1, 0]]), within)
  expect((await ofB.voters(messageId, 'a')).voters).toMatchObject([{ userId: a.userId }])
})

test('a vote that was cast offline survives a reload and is counted later', async () => {
  const { a, ben, id, show, messageId } = await begin()
  const storage = createMemoryStorage()
  const first = await device(ben, storage)
  show(first)
  await vi.waitFor(() => expect(pollIn(first, id)).toBeDefined(), within)
  first.disconnect()
  polls(first.conversation(id)).vote(messageId, ['b'])
  await vi.waitFor(() => expect(first.status.getSnapshot().pending).toBe(1), within)
  await first.close()
  const again = await device(ben, storage, false)
  show(again)
  await vi.waitFor(() => expect([polls(again.conversation(id)).getSnapshot().get(messageId), pollIn(again, id)?.poll]).toEqual([['b'], { counts: [0, 1], voters: 1 }]), within)
  again.connect()
  await vi.waitFor(() => expect(pollIn(a, id)?.poll).toEqual({ counts: [0, 1], voters: 1 }), within)
})
