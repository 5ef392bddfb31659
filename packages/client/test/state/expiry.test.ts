import type { Message } from '@palaver/protocol'
import { expect, test } from 'vitest'
import type { StorageAdapter } from '../../src/index.ts'
import { createCache } from '../../src/state/cache.ts'
import { createExpiryTimer } from '../../src/state/expiry-timer.ts'
import { withMessages } from '../../src/state/merge.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createMemoryStorage } from '../support/memory-storage.ts'
import { ModelServer } from '../support/model-server.ts'
import { alice, createTestClient } from '../support/test-client.ts'

const marker = 'quizzaciously'

const arrange = async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const { id } = server.group([alice]).conversation
  const storage = createMemoryStorage()
  const device = (own: StorageAdapter = storage) => {
    const { chat } = createTestClient({ server, clock, userId: alice, storage: own })
    const { messages } = chat.conversation(id)
    const shown: string[] = []
    const texts = () => messages.getSnapshot().items.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
    messages.subscribe(() => shown.push(...texts()))
    chat.connect()
    return { chat, messages, texts, shown }
  }
  const stored = async () => JSON.stringify(await Promise.all((['conversations', 'outbox', 'meta', 'private'] as const).map((table) => storage.load(table))))
  const one = device()
  await clock.advance(1000)
  one.messages.send({ text: `${marker} now`, disappearAfterMs: 60_000 })
  one.messages.send({ text: 'stays' })
  await clock.advance(2000)
  return { clock, server, one, device, stored, offline: () => { server.up = false; server.restart() } }
}

test('a message goes at its time from what is shown and what is stored, though nobody tells', async () => {
  const { clock, one, stored, offline } = await arrange()
  expect(one.texts()).toEqual([`${marker} now`, 'stays'])
  expect(await stored()).toContain(marker)
  offline()
  await clock.advance(57_000)
  expect(one.texts()).toEqual([`${marker} now`, 'stays'])
  await clock.advance(3000)
  expect(one.texts()).toEqual(['deleted', 'stays'])
  expect(one.messages.getSnapshot().items[0]?.content).toMatchObject({ expired: true })
  await clock.advance(1000)
  expect(await stored()).not.toContain(marker)
})

test('what disappeared while the client was away is never shown, and goes from what is stored', async () => {
  const { clock, one, device, stored, offline } = await arrange()
  offline()
  await one.chat.close()
  await clock.advance(100_000)
  expect(await stored()).toContain(marker)
  const again = device()
  await clock.advance(1000)
  expect(again.texts()).toEqual(['deleted', 'stays'])
  expect(again.shown.join(' ')).not.toContain(marker)
  expect(await stored()).not.toContain(marker)
})

test('a client that was closed waits for nothing any more', () => {
  const clock = createFakeClock()
  const cache = createCache(clock.now)
  const stop = createExpiryTimer(clock, cache, clock.now)
  const message = (position: number): Message => ({
    id: `m${position}`, position, revision: position, senderId: alice, clientId: `k${position}`, content: { kind: 'text', text: 'hello' }, createdAt: 0, expiresAt: clock.now() + position * 60_000,
  })
  cache.update('c', (state) => withMessages(state, [message(2)]))
  expect(clock.waiting()).toBe(1)
  stop()
  expect(clock.waiting()).toBe(0)
  cache.update('c', (state) => withMessages(state, [message(1)]))
  expect(clock.waiting()).toBe(0)
})
