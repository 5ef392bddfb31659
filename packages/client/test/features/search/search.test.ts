import type { CommandOutput } from '@palaver/protocol'
import { expect, test, vi } from 'vitest'
import { search } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, createTestClient } from '../../support/test-client.ts'

const found = (text: string): CommandOutput<'message.search'>['results'][number] => ({
  conversationId: alice,
  message: { id: alice, position: 1, revision: 2, senderId: alice, clientId: alice, content: { kind: 'text', text }, createdAt: 1 },
  highlights: [{ offset: 0, length: 1 }],
})

/** A client of a server that finds the query itself, in two pages. */
const start = async ({ connect = true } = {}) => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const asked: Record<string, unknown>[] = []
  const run = server.run.bind(server)
  vi.spyOn(server, 'run').mockImplementation((name, input, userId) => {
    if (name !== 'message.search') return run(name, input, userId)
    asked.push(input)
    const isFirst = input['cursor'] === undefined
    return { results: [found(`${input['query']} ${isFirst ? 'one' : 'two'}`)], similar: false, ...(isFirst && { nextCursor: 'AAAA' }) }
  })
  const { chat } = createTestClient({ server, clock, userId: alice })
  if (connect) {
    chat.connect()
    await clock.advance(1000)
  }
  const messages = search(chat).open()
  const seen: string[] = []
  const textsOf = () => messages.getSnapshot().items.map(({ message: { content } }) => (content.kind === 'text' ? content.text : ''))
  messages.subscribe(() => seen.push(textsOf().join()))
  return { chat, clock, asked, messages, seen, textsOf }
}

test('a query is asked when it has rested, with its filters', async () => {
  const { messages, asked, clock, textsOf } = await start()
  for (const query of ['p', 'pl', 'plan']) {
    messages.ask({ query, senderId: alice })
    await clock.advance(100)
  }
  expect(messages.getSnapshot().status).toBe('loading')
  await clock.advance(1000)
  expect(asked).toEqual([{ query: 'plan', senderId: alice }])
  expect(messages.getSnapshot()).toMatchObject({ status: 'ready', hasMore: true })
  expect(textsOf()).toEqual(['plan one'])
})

test('an answer that a newer query has overtaken is dropped, and so is one that nobody waits for', async () => {
  const { messages, asked, clock, seen } = await start()
  messages.ask({ query: 'first' })
  await clock.advance(251)
  messages.ask({ query: 'second' })
  await clock.advance(1000)
  messages.ask({ query: 'third' })
  await clock.advance(251)
  messages.cancel()
  await clock.advance(1000)
  expect(asked.map(({ query }) => query)).toEqual(['first', 'second', 'third'])
  expect(seen.join()).not.toMatch(/first|third/)
  expect(messages.getSnapshot()).toMatchObject({ status: 'idle', items: [] })
})

test('pages follow each other, once', async () => {
  const { messages, clock, asked, textsOf } = await start()
  messages.ask({ query: 'plan' })
  await clock.advance(1000)
  const both = Promise.all([messages.more(), messages.more()])
  await clock.advance(1000)
  await both
  expect(textsOf()).toEqual(['plan one', 'plan two'])
  expect(asked).toHaveLength(2)
  expect(messages.getSnapshot()).toMatchObject({ hasMore: false, loadingMore: false })
  await messages.more()
  expect(asked).toHaveLength(2)
})

test('a blank query asks nothing', async () => {
  const { messages, clock, asked } = await start()
  messages.ask({ query: '  ' })
  await clock.advance(1000)
  expect(messages.getSnapshot().status).toBe('idle')
  expect(asked).toEqual([])
})

test('without a connection it says so, and asks when there is one', async () => {
  const { chat, messages, clock, textsOf } = await start({ connect: false })
  messages.ask({ query: 'plan' })
  await clock.advance(60_000)
  expect(messages.getSnapshot().status).toBe('offline')
  chat.connect()
  await clock.advance(5000)
  expect(textsOf()).toEqual(['plan one'])
})
