import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { conversations, indexedDbStorage } from '../../src/index.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { ModelServer } from '../support/model-server.ts'
import { alice, createTestClient } from '../support/test-client.ts'
import { textOf } from '../support/text-of.ts'

/** Web Locks of one browser: first come, first served, given up with the promise. */
const createLocks = () => {
  let tail: Promise<unknown> = Promise.resolve()
  const request = (_name: string, options: { signal?: AbortSignal }, task: () => Promise<unknown>) => {
    const run = tail.then(() => (options.signal?.aborted ? undefined : task()))
    tail = run
    return run
  }
  return { request } as unknown as Pick<LockManager, 'request'>
}

/** Two tabs of one person on one browser's storage. */
const start = () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const locks = createLocks()
  const openChannel = (name: string) => new BroadcastChannel(name)
  const open = (seed: number) => {
    const tab = createTestClient({ server, clock, userId: alice, storage: indexedDbStorage(), seed, platform: { locks, openChannel } })
    tab.chat.conversation(group.conversation.id).messages.subscribe(() => undefined)
    return tab.chat
  }
  const group = server.group([alice])
  /** IndexedDB and the channel run on the real clock. */
  const until = (check: () => void) =>
    vi.waitFor(async () => {
      await clock.advance(50)
      check()
    }, { timeout: 10_000, interval: 5 })
  return { clock, server, group, id: group.conversation.id, open, until }
}
const texts = (chat: ReturnType<ReturnType<typeof start>['open']>, id: string) =>
  chat.conversation(id).messages.getSnapshot().items.map((item) => `${textOf(item)} ${item.status}`)

test('both tabs show what waits, one of them sends it, and another takes over when that one closes', async () => {
  const { server, group, id, open, until } = start()
  const [first, second] = [open(1), open(2)]
  first.connect()
  await until(() => expect(first.status.getSnapshot().synced).toBe(true))
  second.connect()
  await until(() => expect(second.status.getSnapshot().synced).toBe(true))

  second.conversation(id).messages.send({ text: 'from the second' })
  await until(() => expect(texts(first, id)).toEqual(['from the second sent']))
  await until(() => expect(texts(second, id)).toEqual(['from the second sent']))

  server.up = false
  server.restart()
  first.conversation(id).messages.send({ text: 'one' })
  await until(() => expect(texts(second, id)).toEqual(['from the second sent', 'one pending']))
  second.conversation(id).messages.send({ text: 'two' })
  await until(() => expect(texts(first, id)).toEqual(['from the second sent', 'one pending', 'two pending']))
  await first.close()
  const third = open(3)
  await until(() => expect(texts(third, id)).toEqual(['from the second sent', 'one pending', 'two pending']))
  third.connect()

  server.up = true
  await until(() => expect(texts(second, id)).toEqual(['from the second sent', 'one sent', 'two sent']))
  await until(() => expect(texts(third, id)).toEqual(['from the second sent', 'one sent', 'two sent']))
  expect(group.messages.map((row) => textOf(row))).toEqual(['from the second', 'one', 'two'])

  await second.signOut()
  await until(() => expect(third.status.getSnapshot().socket).toBe('idle'))
  expect(texts(third, id)).toEqual([])
  const fourth = open(4)
  await until(() => expect(conversations(fourth).getSnapshot().items).toEqual([]))
  await fourth.close()
})
