import { expect, test } from 'vitest'
import { hidden } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, createTestClient } from '../../support/test-client.ts'

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
