import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, thread, threads } from '../../../src/index.ts'
import { createRealServer } from '../../support/real-server.ts'
import { textOf } from '../../support/text-of.ts'

const appKey = 'k'.repeat(40)
const server = await createRealServer({ PALAVER_APP_KEYS: appKey, PALAVER_LIMITS: 'send=6000/500', LOG_LEVEL: 'warn' })
const clients: ChatClient[] = []

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
  conversations(chat)
  threads(chat).subscribe(() => undefined)
  clients.push(chat)
  chat.connect()
  return chat
}
const shown = (chat: ChatClient, id: string) => chat.conversation(id).messages.getSnapshot().items.map((item) => textOf(item))
const replies = (chat: ChatClient, id: string, threadId: string) => thread(chat.conversation(id), threadId).getSnapshot().items.map((item) => textOf(item))
const unread = (chat: ChatClient, threadId: string) => threads(chat).getSnapshot().items.find((item) => item.threadId === threadId)?.unread

/** Two people, one of them on two devices, in a group with a root by the one on two devices. */
const talk = async () => {
  const name = randomUUID()
  const [a, second, b] = await Promise.all([connect(name), connect(name), connect(randomUUID())])
  const { id } = await conversations(a).create({ type: 'group', name: 'Talk', memberIds: [b.userId] })
  const all = [a, second, b]
  for (const chat of all) chat.conversation(id).messages.subscribe(() => undefined)
  a.conversation(id).messages.send({ text: 'root' })
  await vi.waitFor(() => expect(all.map((chat) => shown(chat, id))).toEqual([['root'], ['root'], ['root']]), within)
  const threadId = (await vi.waitFor(() => b.conversation(id).messages.getSnapshot().items.find((item) => item.id !== undefined), within))?.id ?? ''
  for (const chat of all) thread(chat.conversation(id), threadId).subscribe(() => undefined)
  return { a, second, b, id, threadId }
}

test('replies show in the thread and not in the conversation, unless they are sent there, too', async () => {
  const { a, b, id, threadId } = await talk()
  const theirs = thread(b.conversation(id), threadId)
  await vi.waitFor(() => expect(theirs.getSnapshot()).toMatchObject({ status: 'ready', hasOlder: false, isFollowed: false, root: { id: threadId } }), within)
  theirs.send({ text: 'within' })
  expect([replies(b, id, threadId), shown(b, id)]).toEqual([['within'], ['root']])
  await vi.waitFor(() => expect(replies(a, id, threadId)).toEqual(['within']), within)
  theirs.send({ text: 'aloud', alsoToConversation: true })
  await vi.waitFor(() => expect([replies(a, id, threadId), shown(a, id)]).toEqual([['within', 'aloud'], ['root', 'aloud']]), within)
  await vi.waitFor(() => expect(theirs.getSnapshot()).toMatchObject({ isFollowed: true, read: expect.any(Number) }), within)
  await vi.waitFor(() => expect(thread(a.conversation(id), threadId).getSnapshot().root?.thread).toMatchObject({ replyCount: 2, participantIds: [b.userId] }), within)
  expect(conversations(a).getSnapshot().items.find((item) => item.id === id)).toMatchObject({ unread: 1, lastMessage: { content: { text: 'aloud' } } })
})

test('two devices agree on what is unread in a thread, also after one was away', async () => {
  const { a, second, b, id, threadId } = await talk()
  const theirs = thread(b.conversation(id), threadId)
  theirs.send({ text: 'one' })
  await vi.waitFor(() => expect([unread(a, threadId), unread(second, threadId), unread(b, threadId)]).toEqual([1, 1, 0]), within)
  expect(threads(second).getSnapshot().unreadThreads).toBe(1)
  second.disconnect()
  theirs.send({ text: 'two' })
  await vi.waitFor(() => expect(replies(a, id, threadId)).toEqual(['one', 'two']), within)
  thread(a.conversation(id), threadId).markRead()
  await vi.waitFor(() => expect(unread(a, threadId)).toBe(0), within)
  expect(unread(second, threadId)).toBe(1)
  second.connect()
  await vi.waitFor(() => expect([replies(second, id, threadId), unread(second, threadId), threads(second).getSnapshot().unreadThreads]).toEqual([['one', 'two'], 0, 0]), within)
  theirs.send({ text: 'three' })
  await vi.waitFor(() => expect([unread(a, threadId), unread(second, threadId)]).toEqual([1, 1]), within)
  expect(thread(a.conversation(id), threadId).getSnapshot().read).toBe(thread(second.conversation(id), threadId).getSnapshot().read)
})

test('a conversation full of replies is loaded on to what stands in it, and a thread in pages', async () => {
  const { a, b, id, threadId } = await talk()
  for (let at = 1; at <= 120; at += 1) await b.run('message.send', { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: String(at) }, threadId })
  const late = await connect(randomUUID())
  await a.run('member.add', { conversationId: id, userIds: [late.userId] })
  await vi.waitFor(() => expect(conversations(late).getSnapshot().items).toHaveLength(1), within)
  late.conversation(id).messages.subscribe(() => undefined)
  await vi.waitFor(() => expect(shown(late, id)).toContain('root'), within)
  expect(conversations(late).getSnapshot().items[0]).toMatchObject({ unread: 0 })
  const view = thread(late.conversation(id), threadId)
  view.subscribe(() => undefined)
  await vi.waitFor(() => expect(view.getSnapshot().status).toBe('ready'), within)
  while (view.getSnapshot().hasOlder) await view.loadOlder()
  expect(replies(late, id, threadId)).toEqual(Array.from({ length: 120 }, (_, at) => String(at + 1)))
  await view.follow()
  await vi.waitFor(() => expect([view.getSnapshot().isFollowed, unread(late, threadId)]).toEqual([true, 0]), within)
  await view.unfollow()
  await vi.waitFor(() => expect([view.getSnapshot().isFollowed, threads(late).getSnapshot().items]).toEqual([false, []]), within)
}, 60_000)
