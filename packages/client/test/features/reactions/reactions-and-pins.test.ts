import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, type PalaverError, pins, reactions } from '../../../src/index.ts'
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
const connect = async (name: string): Promise<ChatClient> => {
  const body = JSON.stringify({ externalId: name, name, expiresInSeconds: 600 })
  const answer = await fetch(`${server.url}/v1/tokens`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }, body })
  const { userId, accessToken } = (await answer.json()) as { userId: string; accessToken: string }
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve(accessToken), userId, storage: 'memory' })
  chat.on('dropped', ({ error }) => dropped.push(error))
  conversations(chat)
  clients.push(chat)
  chat.connect()
  return chat
}
const itemsOf = (chat: ChatClient, id: string) => chat.conversation(id).messages.getSnapshot().items
const texts = (chat: ChatClient, id: string) => itemsOf(chat, id).flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
const idOf = (chat: ChatClient, id: string, text: string): string =>
  itemsOf(chat, id).find(({ content }) => content.kind === 'text' && content.text === text)?.id ?? ''

/** A group of two in which the first, its owner, and the second have said something. */
const talk = async () => {
  const [a, b] = await Promise.all([connect(randomUUID()), connect(randomUUID())])
  const group = await conversations(a).create({ type: 'group', name: 'Talk', memberIds: [b.userId] })
  for (const chat of [a, b]) chat.conversation(group.id).messages.subscribe(() => undefined)
  await vi.waitFor(() => expect(conversations(b).getSnapshot().items).toHaveLength(1), within)
  group.messages.send({ text: 'mine' })
  await vi.waitFor(() => expect(texts(b, group.id)).toEqual(['mine']), within)
  b.conversation(group.id).messages.send({ text: 'theirs' })
  await vi.waitFor(() => expect([texts(a, group.id), b.status.getSnapshot().pending]).toEqual([['mine', 'theirs'], 0]), within)
  return { a, b, id: group.id }
}

const itemOf = (chat: ChatClient, id: string, text: string) => itemsOf(chat, id).find(({ content }) => content.kind === 'text' && content.text === text)!

test('reactions show at once, reach the others, and go again', async () => {
  const { a, b, id } = await talk()
  const [mine, theirs] = [reactions(a.conversation(id)), reactions(b.conversation(id))]
  mine.toggle(itemOf(a, id, 'theirs'), '👍')
  expect(itemOf(a, id, 'theirs').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [a.userId] }])
  expect(mine.isMine(itemOf(a, id, 'theirs'), '👍')).toBe(true)
  await vi.waitFor(() => expect(itemOf(b, id, 'theirs').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [a.userId] }]), within)
  theirs.toggle(itemOf(b, id, 'theirs'), '👍')
  await vi.waitFor(() => expect(itemOf(a, id, 'theirs').reactions).toEqual([{ emoji: '👍', count: 2, userIds: [a.userId, b.userId] }]), within)
  const { reactions: listed, mine: own } = await mine.list(idOf(a, id, 'theirs'))
  expect([listed.map(({ userId }) => userId), own]).toEqual([[a.userId, b.userId], ['👍']])
  mine.toggle(itemOf(a, id, 'theirs'), '👍')
  expect(itemOf(a, id, 'theirs').reactions).toEqual([{ emoji: '👍', count: 1, userIds: [b.userId] }])
  theirs.remove(idOf(b, id, 'theirs'), '👍')
  await vi.waitFor(() => expect(itemOf(a, id, 'theirs')).not.toHaveProperty('reactions'), within)
})

test('a reaction that is refused is undone, and told', async () => {
  const { a, id } = await talk()
  reactions(a.conversation(id)).add(idOf(a, id, 'mine'), 'not an emoji')
  expect(itemOf(a, id, 'mine').reactions).toHaveLength(1)
  await vi.waitFor(() => expect(dropped.at(-1)).toMatchObject({ code: 'invalid_input' }), within)
  expect(itemOf(a, id, 'mine')).not.toHaveProperty('reactions')
})

test('what is pinned is listed for everybody, and follows changes', async () => {
  const { a, b, id } = await talk()
  const [mine, theirs] = [pins(a.conversation(id)), pins(b.conversation(id))]
  for (const list of [mine, theirs]) list.subscribe(() => undefined)
  mine.pin(idOf(a, id, 'theirs'))
  expect(itemOf(a, id, 'theirs').pin).toMatchObject({ by: a.userId })
  const listed = () => [mine, theirs].map((list) => list.getSnapshot().items.map(({ content }) => content.kind === 'text' && content.text))
  await vi.waitFor(() => expect(listed()).toEqual([['theirs'], ['theirs']]), within)
  mine.pin(idOf(a, id, 'mine'))
  await vi.waitFor(() => expect(listed()).toEqual([['mine', 'theirs'], ['mine', 'theirs']]), within)
  mine.unpin(idOf(a, id, 'theirs'))
  await vi.waitFor(() => expect(listed()).toEqual([['mine'], ['mine']]), within)
  theirs.unpin(idOf(b, id, 'mine'))
  await vi.waitFor(() => expect(dropped.at(-1)).toMatchObject({ code: 'forbidden' }), within)
  expect([listed()[1], theirs.getSnapshot().status]).toEqual([['mine'], 'ready'])
})
