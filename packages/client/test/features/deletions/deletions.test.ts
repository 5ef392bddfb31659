import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, deletions, edits, type PalaverError } from '../../../src/index.ts'
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
const contents = (chat: ChatClient, id: string) =>
  itemsOf(chat, id).flatMap(({ content }) => (content.kind === 'text' ? [content.text] : content.kind === 'deleted' ? [`${content.kind} by ${content.by}`] : []))
const idOf = (chat: ChatClient, id: string, text: string): string =>
  itemsOf(chat, id).find(({ content }) => content.kind === 'text' && content.text === text)?.id ?? ''

/** A group of two in which the first, its owner, and the second have said something. */
const talk = async () => {
  const [a, b] = await Promise.all([connect(randomUUID()), connect(randomUUID())])
  const group = await conversations(a).create({ type: 'group', name: 'Talk', memberIds: [b.userId] })
  for (const chat of [a, b]) chat.conversation(group.id).messages.subscribe(() => undefined)
  await vi.waitFor(() => expect(conversations(b).getSnapshot().items).toHaveLength(1), within)
  group.messages.send({ text: 'mine' })
  await vi.waitFor(() => expect(contents(b, group.id)).toEqual(['mine']), within)
  b.conversation(group.id).messages.send({ text: 'theirs' })
  await vi.waitFor(() => expect([contents(a, group.id), b.status.getSnapshot().pending]).toEqual([['mine', 'theirs'], 0]), within)
  return { a, b, id: group.id }
}

describe('deleting', () => {
  test('shows at once, reaches the others and is undone', async () => {
    const { a, b, id } = await talk()
    const mine = deletions(a.conversation(id))
    const messageId = idOf(a, id, 'mine')
    edits(a.conversation(id)).edit(messageId, 'mine, edited')
    await vi.waitFor(() => expect(contents(b, id)).toEqual(['mine, edited', 'theirs']), within)
    mine.remove(messageId)
    const [stub] = itemsOf(a, id)
    expect(stub).toMatchObject({ id: messageId, mine: true, content: { kind: 'deleted', by: a.userId } })
    expect(stub).not.toHaveProperty('editedAt')
    await vi.waitFor(() => expect(contents(b, id)).toEqual([`deleted by ${a.userId}`, 'theirs']), within)
    await vi.waitFor(() => expect(a.status.getSnapshot().pending).toBe(0), within)
    expect(mine.canRemove(itemsOf(a, id)[0]!)).toBe(false)
    expect(mine.canRestore(itemsOf(a, id)[0]!)).toBe(true)
    mine.restore(messageId)
    await vi.waitFor(() => expect([contents(a, id), contents(b, id)]).toEqual([['mine, edited', 'theirs'], ['mine, edited', 'theirs']]), within)
    expect(mine.canRestore(itemsOf(a, id)[0]!)).toBe(false)
  })

  test('is offered to whoever may, and what the server refuses is undone', async () => {
    const { a, b, id } = await talk()
    const [first, second] = itemsOf(a, id).filter(({ content }) => content.kind === 'text')
    expect([first!, second!].map((item) => deletions(a.conversation(id)).canRemove(item))).toEqual([true, true])
    expect([first!, second!].map((item) => deletions(b.conversation(id)).canRemove(item))).toEqual([false, true])
    deletions(b.conversation(id)).remove(first!.id!)
    expect(contents(b, id)).toEqual([`deleted by ${b.userId}`, 'theirs'])
    await vi.waitFor(() => expect(contents(b, id)).toEqual(['mine', 'theirs']), within)
    expect(dropped.map(({ code }) => code)).toEqual(['forbidden'])
  })

  test('undone before it left shows at once, and nothing comes of it', async () => {
    const { a, b, id } = await talk()
    const messageId = idOf(a, id, 'mine')
    a.disconnect()
    deletions(a.conversation(id)).remove(messageId)
    expect(contents(a, id)).toEqual([`deleted by ${a.userId}`, 'theirs'])
    deletions(a.conversation(id)).restore(messageId)
    expect(contents(a, id)).toEqual(['mine', 'theirs'])
    a.connect()
    await vi.waitFor(() => expect(a.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true, pending: 0 }), within)
    expect([contents(a, id), contents(b, id)]).toEqual([['mine', 'theirs'], ['mine', 'theirs']])
  })
})
