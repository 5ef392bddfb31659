import { PalaverError } from '@palaver/protocol'
import { describe, expect, test } from 'vitest'
import { conversations, edits, marks } from '../src/index.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { ModelServer } from './support/model-server.ts'
import { alice, bob, carol, createTestClient } from './support/test-client.ts'
import { textOf } from './support/text-of.ts'

const start = () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  return { clock, server, group: server.group([alice, bob]) }
}
const texts = (chat: ReturnType<typeof createTestClient>['chat'], id: string) =>
  chat.conversation(id).messages.getSnapshot().items.map((item) => `${textOf(item)}:${item.status}`)

describe('a client', () => {
  test('shows a message as pending at once, then as sent, delivered and read', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    const b = createTestClient({ server, clock, userId: bob, seed: 2 })
    a.chat.connect()
    b.chat.connect()
    await clock.advance(200)
    expect(a.chat.status.getSnapshot()).toEqual({ network: 'online', socket: 'open', synced: true, pending: 0 })
    expect(conversations(b.chat).getSnapshot().items.map((item) => item.id)).toEqual([id])
    a.chat.conversation(id).messages.send({ text: 'hello' })
    expect(texts(a.chat, id)).toEqual(['hello:pending'])
    await clock.advance(40)
    expect(texts(a.chat, id)).toEqual(['hello:sent'])
    await clock.advance(3000)
    expect(texts(a.chat, id)).toEqual(['hello:delivered'])
    expect(conversations(b.chat).getSnapshot().unreadTotal).toBe(1)
    const close = b.chat.conversation(id).open()
    await clock.advance(3000)
    close()
    expect(texts(a.chat, id)).toEqual(['hello:read'])
    expect(conversations(b.chat).getSnapshot().unreadTotal).toBe(0)
  })

  test('takes an answer for having read what stands before it, without a frame that says so', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    const { messages } = a.chat.conversation(id)
    messages.send({ text: 'question' })
    await clock.advance(200)
    server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: 'answer' } }, bob)
    await clock.advance(200)
    expect(texts(a.chat, id)).toEqual(['question:read', 'answer:sent'])
    expect(marks(a.chat.conversation(id)).countsAt(1)).toEqual({ delivered: 1, read: 1, of: 1 })
  })

  test('learns after a reset how far those have come whose messages it was not given', async () => {
    const { clock, server } = start()
    const group = server.group([alice, bob, carol])
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    a.chat.disconnect()
    const say = (userId: string) => server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: 'x' } }, userId)
    say(bob)
    for (let at = 0; at < 50; at += 1) say(carol)
    // No frame helps: what is told when alice marks as delivered is lost.
    server.fate = () => []
    a.chat.connect()
    await clock.advance(1000)
    expect(marks(a.chat.conversation(id)).getSnapshot()).toContainEqual({ userId: bob, delivered: 1, read: 1 })
  })

  test('sends what was written offline once and in order after the server came back', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    server.up = false
    server.restart()
    for (const text of ['1', '2', '3']) a.chat.conversation(id).messages.send({ text })
    await clock.advance(5000)
    expect(texts(a.chat, id)).toEqual(['1:pending', '2:pending', '3:pending'])
    expect(a.chat.status.getSnapshot()).toMatchObject({ socket: expect.stringMatching(/waiting|connecting/), pending: 3, synced: false })
    await a.chat.close()
    const again = createTestClient({ server, clock, userId: alice, storage: a.storage, seed: 9 })
    await clock.advance(10)
    expect(texts(again.chat, id)).toEqual(['1:pending', '2:pending', '3:pending'])
    again.chat.connect()
    await clock.advance(1000)
    server.up = true
    await clock.advance(60_000)
    expect(texts(again.chat, id)).toEqual(['1:sent', '2:sent', '3:sent'])
    expect(group.messages.map((row) => textOf(row))).toEqual(['1', '2', '3'])
  })

  test('sends a message again with the same clientId when the answer was lost', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    server.breakAfterCommit = true
    a.chat.conversation(id).messages.send({ text: 'once' })
    await clock.advance(60_000)
    expect(group.messages).toHaveLength(1)
    expect(texts(a.chat, id)).toEqual(['once:sent'])
  })

  test('shows what is refused for good as failed, tells of it, and goes on with the next', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    const dropped: string[] = []
    a.chat.on('dropped', ({ error }) => dropped.push(error.code))
    a.chat.connect()
    await clock.advance(200)
    server.refusals.push(new PalaverError('forbidden', 'unable to send; not allowed'))
    const { messages } = a.chat.conversation(id)
    const key = messages.send({ text: 'refused' })
    messages.send({ text: 'next' })
    await clock.advance(1000)
    expect(texts(a.chat, id)).toEqual(['next:sent', 'refused:failed'])
    expect(dropped).toEqual(['forbidden'])
    messages.retry(key)
    await clock.advance(1000)
    expect(texts(a.chat, id)).toEqual(['next:sent', 'refused:sent'])
  })

  test('keeps the order when the first is refused for the moment', async () => {
    const { clock, server, group } = start()
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    server.refusals.push(new PalaverError('rate_limited', 'unable to send; too many', { retryAfterMs: 4000 }))
    const { messages } = a.chat.conversation(group.conversation.id)
    for (const text of ['1', '2', '3']) messages.send({ text })
    await clock.advance(3000)
    expect(group.messages).toHaveLength(0)
    await clock.advance(20_000)
    expect(group.messages.map((row) => textOf(row))).toEqual(['1', '2', '3'])
  })

  test.each(['rate_limited', 'unavailable'] as const)('sends what was answered with %s, though the clock is set back meanwhile', async (code) => {
    const { clock, server, group } = start()
    let setBack = 0
    const a = createTestClient({ server, clock, userId: alice, platform: { now: () => clock.now() - setBack } })
    a.chat.connect()
    await clock.advance(200)
    server.refusals.push(new PalaverError(code, 'unable to send; not now'))
    a.chat.conversation(group.conversation.id).messages.send({ text: 'late' })
    await clock.advance(100)
    setBack = 3 * 3_600_000
    await clock.advance(10_000)
    expect(group.messages.map((row) => textOf(row))).toEqual(['late'])
  })

  test('sends what waits behind a change that is refused', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    a.chat.conversation(id).messages.send({ text: 'first' })
    await clock.advance(200)
    const messageId = a.chat.conversation(id).messages.getSnapshot().items[0]?.id ?? ''
    a.chat.disconnect()
    edits(a.chat.conversation(id)).edit(messageId, 'other')
    a.chat.conversation(id).messages.send({ text: 'behind' })
    a.chat.connect()
    await clock.advance(200)
    expect(group.messages.map((row) => textOf(row))).toEqual(['first', 'behind'])
  })

  test('drops its copy when its person was removed', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const b = createTestClient({ server, clock, userId: bob })
    b.chat.connect()
    await clock.advance(200)
    server.remove(group, bob)
    await clock.advance(200)
    expect(conversations(b.chat).getSnapshot().items).toEqual([])
    expect(b.chat.conversation(id).info.getSnapshot().status).toBe('gone')
  })

  test('takes a new conversation in and follows it', async () => {
    const { clock, server } = start()
    const b = createTestClient({ server, clock, userId: bob })
    b.chat.connect()
    await clock.advance(200)
    const made = server.group([alice, bob], 'second')
    await clock.advance(200)
    expect(conversations(b.chat).getSnapshot().items).toHaveLength(2)
    made.send({ id: server.id(), senderId: alice, clientId: server.id(), content: { kind: 'text', text: 'unseen' }, createdAt: clock.now() })
    await clock.advance(60_000)
    expect(b.chat.conversation(made.conversation.id).messages.getSnapshot().items.map((item) => textOf(item))).toEqual(['unseen'])
  })

  test('tells why somebody has to sign in again', async () => {
    const { clock, server } = start()
    const a = createTestClient({ server, clock, userId: alice })
    const events: string[] = []
    a.chat.on('auth_required', (reason) => events.push(reason))
    for (const code of [4403, 4423, 4403]) {
      a.chat.connect()
      await clock.advance(200)
      server.close(code)
      expect(a.chat.status.getSnapshot().socket).toBe('closed')
    }
    expect(events).toEqual(['session_ended', 'account_suspended', 'session_ended'])
  })

  test('renews its token in the open socket', async () => {
    const { clock, server } = start()
    server.tokenLifeMs = 20_000
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(60_000)
    expect(a.chat.status.getSnapshot().socket).toBe('open')
    expect([...server.tokens]).toEqual([`${alice} 0`, `${alice} 1`, `${alice} 2`, `${alice} 3`])
  })

  test('moves to another socket when the server goes away, and loses nothing', async () => {
    const { clock, server, group } = start()
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    server.broadcast({ t: 'goaway', afterMs: 2000 })
    for (let at = 0; at < 20; at += 1) {
      a.chat.conversation(group.conversation.id).messages.send({ text: String(at) })
      await clock.advance(150)
    }
    await clock.advance(5000)
    expect(group.messages.map((row) => textOf(row))).toEqual(Array.from({ length: 20 }, (_, at) => String(at)))
    expect(server.sockets).toBe(1)
  })

  test('drops its cache and keeps its outbox when the history is another one', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    a.chat.conversation(id).messages.subscribe(() => undefined)
    await clock.advance(200)
    a.chat.conversation(id).messages.send({ text: 'old' })
    await clock.advance(200)
    server.up = false
    server.restart()
    a.chat.conversation(id).messages.send({ text: 'kept' })
    await clock.advance(100)
    group.messages.length = 0
    group.revision = 1
    server.lineage = 'second'
    server.up = true
    await clock.advance(60_000)
    expect(texts(a.chat, id)).toEqual(['kept:sent'])
  })

  test('sends again what another history may lack: acknowledged in the one before, but never seen as a row', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    a.chat.conversation(id).messages.subscribe(() => undefined)
    await clock.advance(200)
    server.fate = () => []
    a.chat.conversation(id).messages.send({ text: 'told' })
    await clock.advance(100)
    expect(texts(a.chat, id)).toEqual(['told:sent'])
    server.up = false
    server.restart()
    group.messages.length = 0
    group.revision = 1
    server.lineage = 'second'
    server.up = true
    await clock.advance(60_000)
    expect(group.messages.map((row) => textOf(row))).toEqual(['told'])
    expect(texts(a.chat, id)).toEqual(['told:sent'])
  })

  test('forgets marks that it could not tell when the history is another one', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    const say = () => server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: 'x' } }, bob)
    const a = createTestClient({ server, clock, userId: alice })
    a.chat.connect()
    await clock.advance(200)
    for (let at = 0; at < 3; at += 1) say()
    await clock.advance(20)
    const close = a.chat.conversation(id).open()
    await clock.advance(5)
    close()
    server.up = false
    server.restart()
    group.messages.length = 0
    group.revision = 1
    group.marks.clear()
    for (let at = 0; at < 2; at += 1) say()
    server.lineage = 'second'
    server.up = true
    await clock.advance(60_000)
    expect(marks(a.chat.conversation(id)).getSnapshot()).toContainEqual({ userId: alice, delivered: 2, read: 0 })
  })

  test('shows nothing that waits while it looks at what was said long ago', async () => {
    const { clock, server, group } = start()
    const { id } = group.conversation
    for (let at = 1; at <= 300; at += 1) server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: `${at}` } }, bob)
    const { chat, network } = createTestClient({ server, clock, userId: alice })
    chat.connect()
    const { messages } = chat.conversation(id)
    messages.subscribe(() => {})
    await clock.advance(500)
    void messages.jumpTo(5)
    await clock.advance(500)
    void messages.jumpToNewest()
    await clock.advance(500)
    network.set(false)
    server.up = false
    server.restart()
    await clock.advance(100)
    messages.send({ text: 'waits' })
    expect(texts(chat, id).slice(-2)).toEqual(['300:sent', 'waits:pending'])
    void messages.jumpTo(5)
    await clock.advance(100)
    expect(messages.getSnapshot().hasNewer).toBe(true)
    expect(texts(chat, id)).toContain('5:sent')
    expect(texts(chat, id)).not.toContain('waits:pending')
    server.up = true
    network.set(true)
    void messages.jumpToNewest()
    await clock.advance(5000)
    expect(texts(chat, id).slice(-2)).toEqual(['300:sent', 'waits:sent'])
  })
})
