import { expect, test } from 'vitest'
import { drafts } from '../../../src/index.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { ModelServer } from '../../support/model-server.ts'
import { alice, createTestClient } from '../../support/test-client.ts'

const hour = 3_600_000

const arrange = async () => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const { id } = server.group([alice]).conversation
  const storage = createMemoryStorage()
  const device = (own = createMemoryStorage(), skew = 0) => {
    const { chat } = createTestClient({ server, clock, userId: alice, storage: own, platform: { now: () => clock.now() + skew } })
    const textOf = () => drafts(chat).of(id).getSnapshot()?.text
    textOf()
    chat.connect()
    return { chat, textOf, write: (text: string) => drafts(chat).set(id, { text }) }
  }
  const [one, two] = [device(storage), device()]
  await clock.advance(1000)
  const sets = () => server.commands.filter((name) => name === 'draft.set').length
  return { clock, server, id, device, storage, one, two, sets }
}

test('a draft shows at once, and on the other device within two seconds, told once however much was typed', async () => {
  const { clock, one, two, sets } = await arrange()
  for (const text of ['H', 'He', 'Hel']) one.write(text)
  expect(one.textOf()).toBe('Hel')
  await clock.advance(1900)
  expect(sets()).toBe(0)
  await clock.advance(300)
  expect(sets()).toBe(1)
  expect(two.textOf()).toBe('Hel')
})

test('sending empties it everywhere at once', async () => {
  const { clock, one, two } = await arrange()
  one.write('Hello')
  await clock.advance(3000)
  one.write('')
  drafts(one.chat).flush()
  expect(one.textOf()).toBeUndefined()
  await clock.advance(100)
  expect(two.textOf()).toBeUndefined()
})

test('what is written offline survives a reload and is told later', async () => {
  const { clock, server, device, storage, one, two } = await arrange()
  server.up = false
  server.restart()
  one.write('on a train')
  await clock.advance(5000)
  await one.chat.close()
  await clock.advance(1)
  const again = device(storage)
  await clock.advance(100)
  expect(again.textOf()).toBe('on a train')
  server.up = true
  await clock.advance(60_000)
  expect(two.textOf()).toBe('on a train')
})

test('the draft of a thread stands beside that of its conversation, on all devices and over a reload', async () => {
  const { clock, server, id, device, storage, one, two } = await arrange()
  const threadId = server.id()
  const inThread = (chat: typeof one.chat) => drafts(chat).of(id, threadId).getSnapshot()?.text
  one.write('to all')
  drafts(one.chat).set(id, { text: 'within' }, threadId)
  expect([one.textOf(), inThread(one.chat)]).toEqual(['to all', 'within'])
  await clock.advance(3000)
  expect([two.textOf(), inThread(two.chat)]).toEqual(['to all', 'within'])
  server.up = false
  server.restart()
  drafts(one.chat).set(id, { text: 'within, and more' }, threadId)
  await one.chat.close()
  await clock.advance(1)
  const again = device(storage)
  await clock.advance(100)
  server.up = true
  await clock.advance(60_000)
  expect([two.textOf(), inThread(two.chat), inThread(again.chat)]).toEqual(['to all', 'within, and more', 'within, and more'])
  drafts(two.chat).set(id, { text: '' }, threadId)
  drafts(two.chat).flush()
  await clock.advance(100)
  expect([again.textOf(), inThread(again.chat)]).toEqual(['to all', undefined])
})

test('what is written over a draft stays, though the clock of the device is behind and it has not heard from the server yet', async () => {
  const { clock, server, device, storage, one, two } = await arrange()
  one.write('first')
  await clock.advance(3000)
  await one.chat.close()
  server.up = false
  server.restart()
  const again = device(storage, -3 * hour)
  await clock.advance(100)
  expect(again.textOf()).toBe('first')
  again.write('second')
  expect(again.textOf()).toBe('second')
  server.up = true
  await clock.advance(60_000)
  expect([again.textOf(), two.textOf()]).toEqual(['second', 'second'])
})

test('what is written after a draft was taken away stays, though the server\'s time came late', async () => {
  const { clock, server, one, two } = await arrange()
  one.write('first')
  await clock.advance(3000)
  server.helloLateMs = 8000
  server.restart()
  await clock.advance(7000)
  one.write('')
  await clock.advance(3000)
  expect(two.textOf()).toBeUndefined()
  one.write('second')
  await clock.advance(10_000)
  expect([one.textOf(), two.textOf()]).toEqual(['second', 'second'])
})
