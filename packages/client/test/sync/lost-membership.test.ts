import { expect, test } from 'vitest'
import { conversations } from '../../src/index.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { ModelServer } from '../support/model-server.ts'
import { alice, bob, createTestClient } from '../support/test-client.ts'

test('a membership of which no event came is found by the userRevision of the next ping', async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const { chat } = createTestClient({ server, clock, userId: bob })
  chat.connect()
  await clock.advance(200)
  server.fate = () => []
  server.group([alice, bob])
  server.fate = () => [0]
  await clock.advance(1000)
  expect(conversations(chat).getSnapshot().items).toEqual([])
  await clock.advance(26_000)
  expect(conversations(chat).getSnapshot().items).toHaveLength(1)
})
