import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { activity, type ChatClient, conversations, createChatClient, deletions, flags, hidden, reactions, readers } from '../../../src/index.ts'
import { createRealServer } from '../../support/real-server.ts'

const appKey = 'k'.repeat(40)
const server = await createRealServer({ PALAVER_APP_KEYS: appKey, LOG_LEVEL: 'warn' })
const clients: ChatClient[] = []

beforeAll(server.start)
afterAll(async () => {
  await Promise.all(clients.map((chat) => chat.close()))
  await server.remove()
})

const within = { timeout: 20_000, interval: 20 }
const connect = async (name: string): Promise<ChatClient> => {
  const body = JSON.stringify({ externalId: name, name, expiresInSeconds: 600 })
  const answer = await fetch(`${server.url}/v1/tokens`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }, body })
  const { userId, accessToken } = (await answer.json()) as { userId: string; accessToken: string }
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve(accessToken), userId, storage: 'memory' })
  conversations(chat)
  hidden(chat)
  clients.push(chat)
  chat.connect()
  return chat
}
const itemsOf = (chat: ChatClient, id: string) => chat.conversation(id).messages.getSnapshot().items
const texts = (chat: ChatClient, id: string) => itemsOf(chat, id).flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
const lastOf = (chat: ChatClient, id: string) => {
  const content = chat.conversation(id).info.getSnapshot().item?.lastMessage?.content
  return content?.kind === 'text' ? content.text : undefined
}
const itemOf = (chat: ChatClient, id: string, text: string) => itemsOf(chat, id).find(({ content }) => content.kind === 'text' && content.text === text)!
const shown = (chat: ChatClient) => activity(chat).getSnapshot().items.map(({ kind, message: { content } }) => `${kind} ${content.kind === 'text' ? content.text : ''}`)

/** Two people in a group; the second on two devices, the first has said something. */
const talk = async () => {
  const name = randomUUID()
  const [a, b, other] = await Promise.all([connect(randomUUID()), connect(name), connect(name)])
  const group = await conversations(a).create({ type: 'group', name: 'Talk', memberIds: [b.userId] })
  for (const chat of [a, b, other]) {
    chat.conversation(group.id).messages.subscribe(() => undefined)
    activity(chat).subscribe(() => undefined)
  }
  await vi.waitFor(() => expect(conversations(b).getSnapshot().items).toHaveLength(1), within)
  b.conversation(group.id).messages.send({ text: 'mine' })
  for (const chat of [a, b, other]) await vi.waitFor(() => expect([texts(chat, group.id), chat.status.getSnapshot().pending]).toEqual([['mine'], 0]), within)
  return { a, b, other, id: group.id }
}

test('activity shows who calls, answers and reacts, and its mark is the same on all devices', async () => {
  const { a, b, other, id } = await talk()
  const messages = a.conversation(id).messages
  messages.send({ text: 'called', mentions: { userIds: [b.userId] } })
  await vi.waitFor(() => expect(shown(b)).toEqual(['mention called']), within)
  const mine = itemOf(a, id, 'mine')
  messages.send({ text: 'answered', replyTo: { id: mine.id!, position: mine.position! } })
  await vi.waitFor(() => expect(shown(b)).toEqual(['reply answered', 'mention called']), within)
  reactions(a.conversation(id)).add(mine.id!, '👍')
  const all = ['reaction mine', 'reply answered', 'mention called']
  for (const chat of [b, other]) await vi.waitFor(() => expect([shown(chat), activity(chat).getSnapshot().unread]).toEqual([all, 3]), within)
  expect(shown(a)).toEqual([])
  activity(b).markRead()
  expect(activity(b).getSnapshot().unread).toBe(0)
  await vi.waitFor(() => expect(activity(other).getSnapshot().unread).toBe(0), within)
  deletions(a.conversation(id)).remove(itemOf(a, id, 'called').id!)
  for (const chat of [b, other]) await vi.waitFor(() => expect(shown(chat)).toEqual(all.slice(0, 2)), within)
  hidden(b).hide({ conversationId: id, messageIds: [itemOf(b, id, 'answered').id!] })
  expect(shown(b)).toEqual(['reaction mine'])
})

test('what is deleted for oneself is gone at once, from the last message too, on all devices, and comes back', async () => {
  const { a, b, other, id } = await talk()
  a.conversation(id).messages.send({ text: 'second' })
  for (const chat of [b, other]) await vi.waitFor(() => expect([texts(chat, id), lastOf(chat, id)]).toEqual([['mine', 'second'], 'second']), within)
  const names = { conversationId: id, messageIds: [itemOf(b, id, 'second').id!] }
  hidden(b).hide(names)
  expect([texts(b, id), lastOf(b, id)]).toEqual([['mine'], 'mine'])
  await vi.waitFor(() => expect([texts(other, id), lastOf(other, id)]).toEqual([['mine'], 'mine']), within)
  expect(texts(a, id)).toEqual(['mine', 'second'])
  hidden(other).unhide(names)
  expect([texts(other, id), lastOf(other, id)]).toEqual([['mine', 'second'], 'second'])
  await vi.waitFor(() => expect(texts(b, id)).toEqual(['mine', 'second']), within)
})

test('who has read a message follows the marks, and a report is answered', async () => {
  const { a, b, id } = await talk()
  a.conversation(id).messages.send({ text: 'read me' })
  await vi.waitFor(() => expect([texts(b, id), a.status.getSnapshot().pending]).toEqual([['mine', 'read me'], 0]), within)
  const messageId = itemOf(b, id, 'read me').id!
  const list = readers(a.conversation(id)).of(messageId)
  const stop = list.subscribe(() => undefined)
  await vi.waitFor(() => expect(list.getSnapshot()).toMatchObject({ status: 'ready', people: [], counts: { read: 0, members: 1, exact: true } }), within)
  const close = b.conversation(id).open()
  await vi.waitFor(() => expect(list.getSnapshot()).toMatchObject({ people: [{ id: b.userId }], counts: { read: 1 } }), within)
  close()
  stop()
  expect(await flags(b.conversation(id)).flag(messageId, { reason: 'spam', note: 'Again' })).toMatchObject({ messageId, reason: 'spam', note: 'Again' })
  await expect(flags(a.conversation(id)).flag(messageId, { reason: 'spam' })).rejects.toMatchObject({ code: 'forbidden' })
})
