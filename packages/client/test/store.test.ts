import { expect, test } from 'vitest'
import { createBatch } from '../src/batch.ts'
import { createChatClient } from '../src/index.ts'
import { computedStore, keep, keepList } from '../src/store.ts'
import { createFakeClock } from './support/fake-clock.ts'

const start = () => {
  const clock = createFakeClock()
  const thrown: unknown[] = []
  return { clock, thrown, batch: createBatch(clock, (cause) => thrown.push(cause)) }
}

test('a store tells its listeners once for all changes of a moment, and not at all when nothing changed', async () => {
  const { clock, batch } = start()
  let value = { n: 1 }
  let told = 0
  const store = computedStore<{ n: number }>(batch, (previous) => keep(previous, { ...value }))
  store.subscribe(() => (told += 1))
  const first = store.getSnapshot()
  store.invalidate()
  await clock.advance(1)
  expect(told).toBe(0)
  expect(store.getSnapshot()).toBe(first)
  value = { n: 2 }
  store.invalidate()
  value = { n: 3 }
  store.invalidate()
  await clock.advance(1)
  expect(told).toBe(1)
  expect(store.getSnapshot()).toEqual({ n: 3 })
  expect(Object.isFrozen(store.getSnapshot())).toBe(true)
})

test('a listener that throws touches no other', async () => {
  const { clock, batch, thrown } = start()
  let value = 1
  let told = 0
  const store = computedStore(batch, () => value)
  store.subscribe(() => {
    throw new Error('careless')
  })
  store.subscribe(() => (told += 1))
  value = 2
  store.invalidate()
  await clock.advance(1)
  expect([told, thrown.length]).toEqual([1, 1])
})

test('one function subscribed twice is told twice, and ends one by one', async () => {
  const { clock, batch } = start()
  let value = 1
  let told = 0
  const store = computedStore(batch, () => value)
  const listener = () => (told += 1)
  const end = store.subscribe(listener)
  store.subscribe(listener)
  value = 2
  store.invalidate()
  await clock.advance(1)
  expect(told).toBe(2)
  end()
  end()
  value = 3
  store.invalidate()
  await clock.advance(1)
  expect(told).toBe(3)
})

test('lists keep their identity while their items are the same', () => {
  const item = {}
  const list = keepList(undefined, [item])
  expect(keepList(list, [item])).toBe(list)
  expect(keepList(list, [{}])).not.toBe(list)
})

test('a client can be made where there is no window, and does nothing until it is told', async () => {
  let asked = 0
  const made = () => createChatClient({
    url: 'http://127.0.0.1:9', userId: 'u', storage: 'memory',
    token: async () => {
      asked += 1
      return null
    },
  })
  const [one, two] = [made(), made()]
  expect(one.status.getSnapshot()).toEqual({ network: 'online', socket: 'idle', synced: false, pending: 0 })
  expect(one.conversation('x')).toBe(one.conversation('x'))
  expect(one.conversation('x')).not.toBe(two.conversation('x'))
  await Promise.all([one.close(), two.close()])
  expect(asked).toBe(0)
})
