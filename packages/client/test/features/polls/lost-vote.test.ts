import { expect, test } from 'vitest'
import { polls } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, createTestClient } from '../../support/test-client.ts'

test('a vote of which nothing came but the answer is forgotten with its history when a backup is restored', async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const { id } = server.group([alice]).conversation
  const { chat } = createTestClient({ server, clock, userId: alice })
  const { messages } = chat.conversation(id)
  messages.subscribe(() => undefined)
  chat.connect()
  await clock.advance(1000)
  messages.send({ content: { kind: 'poll', question: 'Which?', options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }], multiple: false, anonymous: true } })
  await clock.advance(1000)
  const messageId = messages.getSnapshot().items[0]?.id ?? ''
  const own = polls(chat.conversation(id))
  own.vote(messageId, ['a'])
  await clock.advance(1000)
  expect([own.getSnapshot().get(messageId), chat.status.getSnapshot().pending]).toEqual([['a'], 0])
  server.lineage = 'second'
  server.restart()
  await clock.advance(60_000)
  expect(own.getSnapshot().size).toBe(0)
})
