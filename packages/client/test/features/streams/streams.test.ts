import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, restFallback, streams, thread, type WebSocketLike } from '../../../src/index.ts'
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

/** A client whose connection the test can cut: frames on their way are lost. */
const connect = async () => {
  const name = randomUUID()
  const body = JSON.stringify({ externalId: name, name, expiresInSeconds: 600 })
  const answer = await fetch(`${server.url}/v1/tokens`, { method: 'POST', headers: { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }, body })
  const { userId, accessToken } = (await answer.json()) as { userId: string; accessToken: string }
  let socket: WebSocketLike | undefined
  const openSocket = (url: string, protocol: string) => (socket = new WebSocket(url, protocol) as WebSocketLike)
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve(accessToken), userId, storage: 'memory', fallback: restFallback, platform: { openSocket } })
  conversations(chat)
  clients.push(chat)
  chat.connect()
  const cut = () => {
    const { onclose } = socket ?? {}
    if (!socket) return
    socket.onmessage = null
    socket.close()
    onclose?.({ code: 1006 })
  }
  return { chat, cut }
}

const talk = async () => {
  const [a, b] = await Promise.all([connect(), connect()])
  const { id } = await conversations(a.chat).create({ type: 'group', name: 'Bot', memberIds: [b.chat.userId] })
  await vi.waitFor(() => expect(conversations(b.chat).getSnapshot().items).toHaveLength(1), within)
  const last = ({ chat }: typeof a) => chat.conversation(id).messages.getSnapshot().items.at(-1)
  const shown = (side: typeof a) => {
    const item = last(side)
    return item?.content.kind === 'text' ? item.content.text : undefined
  }
  for (const { chat } of [a, b]) {
    chat.conversation(id).open()
    chat.conversation(id).messages.subscribe(() => undefined)
  }
  return { id, a, b, last, shown, mine: streams(a.chat.conversation(id)), theirs: streams(b.chat.conversation(id)) }
}

test('a text grows at both ends, and comes out equal though both connections are cut while it is written', { timeout: 60_000 }, async () => {
  const { a, b, last, shown, mine } = await talk()
  const writer = mine.start()
  const words = Array.from({ length: 60 }, (_, n) => `wörd${n} 👋🏽 `)
  const whole = words.join('')
  writer.append('first ')
  await vi.waitFor(() => expect([shown(a), shown(b)]).toEqual(['first ', 'first ']), within)
  const seen = new Set<string>()
  const end = b.chat.conversation((await conversations(b.chat).getSnapshot()).items[0]?.id ?? '').messages.subscribe(() => void seen.add(shown(b) ?? ''))
  for (const [n, word] of words.entries()) {
    writer.append(word)
    if (n === 20) b.cut()
    if (n === 40) a.cut()
    await sleep(15)
  }
  await vi.waitFor(() => expect(shown(b)).toBe(`first ${whole}`), within)
  await writer.finish()
  await vi.waitFor(() => expect(last(b)).toMatchObject({ content: { text: `first ${whole}` }, stream: { state: 'finished' } }), within)
  await vi.waitFor(() => expect(last(a)).toMatchObject({ content: { text: `first ${whole}` }, stream: { state: 'finished' } }), within)
  end()
  // It only ever grew.
  for (const text of seen) expect(`first ${whole}`.startsWith(text)).toBe(true)
  expect(seen.size).toBeGreaterThan(3)
  expect(writer.isOpen()).toBe(false)
})

test('who stops it keeps what is there; who writes learns that it is over', { timeout: 60_000 }, async () => {
  const { a, b, last, shown, mine } = await talk()
  const writer = mine.start()
  writer.append('enough')
  await vi.waitFor(() => expect(shown(b)).toBe('enough'), within)
  await mine.cancel(await writer.messageId)
  await vi.waitFor(() => expect(last(b)).toMatchObject({ content: { text: 'enough' }, stream: { state: 'cancelled' } }), within)
  writer.append(' and more')
  await vi.waitFor(() => expect(writer.isOpen()).toBe(false), within)
  await expect(writer.finish()).rejects.toMatchObject({ code: 'forbidden' })
  expect(shown(a)).toBe('enough')
})

test('a reply in a thread grows there, and its root, too', { timeout: 60_000 }, async () => {
  const { id, b, shown, mine } = await talk()
  const root = mine.start()
  root.append('The ro')
  await vi.waitFor(() => expect(shown(b)).toBe('The ro'), within)
  const pane = thread(b.chat.conversation(id), await root.messageId)
  pane.subscribe(() => undefined)
  const textsIn = () => [pane.getSnapshot().root, ...pane.getSnapshot().items].map((item) => (item?.content.kind === 'text' ? item.content.text : undefined))
  await vi.waitFor(() => expect(textsIn()).toEqual(['The ro']), within)
  root.append('ot')
  await vi.waitFor(() => expect(textsIn()).toEqual(['The root']), within)
  await root.finish()
  const reply = mine.start({ threadId: await root.messageId })
  reply.append('A re')
  await vi.waitFor(() => expect(textsIn()).toEqual(['The root', 'A re']), within)
  reply.append('ply')
  await vi.waitFor(() => expect(textsIn()).toEqual(['The root', 'A reply']), within)
  await reply.finish()
  await vi.waitFor(() => expect(pane.getSnapshot().items).toMatchObject([{ content: { text: 'A reply' }, stream: { state: 'finished' } }]), within)
  expect(shown(b)).toBe('The root')
})

test('a writer gives up when its client is closed, and keeps nothing running', { timeout: 30_000 }, async () => {
  const delays = new Set<object>()
  const delay = (ms: number, task: () => void) => {
    const one = {}
    const timer = setTimeout(() => {
      delays.delete(one)
      task()
    }, ms)
    delays.add(one)
    return () => {
      clearTimeout(timer)
      delays.delete(one)
    }
  }
  const chat = createChatClient({ url: server.url, token: () => Promise.resolve('none'), userId: randomUUID(), storage: 'memory', platform: { delay } })
  const writer = streams(chat.conversation(randomUUID())).start()
  writer.append('Hello')
  await chat.close()
  await expect(writer.messageId).rejects.toMatchObject({ code: 'unavailable' })
  await vi.waitFor(() => expect([writer.isOpen(), delays.size]).toEqual([false, 0]), within)
})
