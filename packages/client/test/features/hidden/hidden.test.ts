import { expect, test } from 'vitest'
import { activity, hidden, pins, reminders, saved, threads } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, bob, createTestClient } from '../../support/test-client.ts'

test('what is deleted for oneself offline stays so over a reload, and is told later, once', async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const { id } = server.group([alice]).conversation
  const storage = createMemoryStorage()
  const device = (own = createMemoryStorage()) => {
    const { chat } = createTestClient({ server, clock, userId: alice, storage: own })
    hidden(chat)
    chat.connect()
    return chat
  }
  const [one, two] = [device(storage), device()]
  await clock.advance(1000)
  server.up = false
  server.restart()
  const messageIds = Array.from({ length: 60 }, () => crypto.randomUUID())
  hidden(one).hide({ conversationId: id, messageIds })
  hidden(one).unhide({ conversationId: id, messageIds: messageIds.slice(0, 1) })
  expect(hidden(one).getSnapshot().size).toBe(59)
  await one.close()
  await clock.advance(1)
  const again = device(storage)
  await clock.advance(100)
  expect(hidden(again).has(messageIds[1]!)).toBe(true)
  expect(hidden(again).has(messageIds[0]!)).toBe(false)
  server.up = true
  await clock.advance(60_000)
  expect(hidden(two).getSnapshot()).toEqual(new Set(messageIds.slice(1)))
  expect(server.commands.filter((name) => name === 'message.hide')).toHaveLength(2)
})

test('what is deleted for oneself stands in no list of any device, until it is shown again', async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const group = server.group([alice, bob])
  const { id: conversationId } = group.conversation
  for (const text of ['first', 'second']) server.run('message.send', { conversationId, clientId: server.id(), content: { kind: 'text', text } }, bob)
  const thread = { replyCount: 1, lastPosition: 9, lastReplyAt: 1, participantIds: [bob] }
  const rows = group.messages.map((row) => Object.assign(row, { pin: { by: bob, at: row.position }, thread }))
  for (const { id: key } of rows) {
    server.setPrivate(alice, { kind: 'saved', key, value: { conversationId, savedAt: 1 } })
    server.setPrivate(alice, { kind: 'reminder', key, value: { conversationId, at: 1, state: 'due' } })
    server.setPrivate(alice, { kind: 'thread', key, value: { conversationId, read: 0 } })
  }
  const answers: Record<string, unknown> = {
    'saved.messages': { messages: rows.map((message) => ({ conversationId, message })) },
    'pin.list': { messages: rows },
    'thread.list': { threads: rows.map((root) => ({ conversationId, root, read: 0, unread: 1 })) },
    'activity.list': { entries: rows.map((message, at) => ({ kind: 'mention', conversationId, at: at + 1, message })), readTo: 0, unread: 2 },
  }
  const run = server.run.bind(server)
  server.run = (name, input, userId) => answers[name] ?? run(name, input, userId)
  const device = () => {
    const { chat } = createTestClient({ server, clock, userId: alice })
    hidden(chat)
    const lists = [saved(chat), reminders(chat), threads(chat), pins(chat.conversation(conversationId)), activity(chat)]
    for (const list of lists) list.subscribe(() => undefined)
    chat.connect()
    const counts = () => lists.map((list) => list.getSnapshot()).map((shown) => ('items' in shown ? shown.items : shown).length)
    return { chat, counts }
  }
  const [one, two] = [device(), device()]
  await clock.advance(2000)
  const all = [2, 2, 2, 2, 2]
  expect([one.counts(), two.counts()]).toEqual([all, all])
  const names = { conversationId, messageIds: [rows[0]!.id] }
  hidden(one.chat).hide(names)
  expect(one.counts()).toEqual([1, 1, 1, 1, 1])
  expect(threads(one.chat).getSnapshot().unreadThreads).toBe(1)
  expect(saved(one.chat).getSnapshot()).toMatchObject({ items: [{ messageId: rows[1]!.id }], hasMore: false })
  await clock.advance(1000)
  expect(two.counts()).toEqual([1, 1, 1, 1, 1])
  hidden(two.chat).unhide(names)
  await clock.advance(1000)
  expect([one.counts(), two.counts()]).toEqual([all, all])
})
