import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ClientStorage, createStorage, indexedDbStorage, type PalaverError } from '../../src/index.ts'
import { createPlatform } from '../../src/platform.ts'
import { createCache } from '../../src/state/cache.ts'
import { openDevice } from '../../src/storage/client-storage.ts'
import { openIndexedDb as openOrNone } from '../../src/storage/indexeddb.ts'
import { createMemoryStorage } from '../support/memory-storage.ts'

const openIndexedDb = async (name: string) => {
  const storage = await openOrNone(name)
  if (!storage) throw new Error('there is no IndexedDB')
  return storage
}

const openFor = async (storage: ClientStorage, report: (error: PalaverError) => void) => {
  const device = openDevice(storage, {
    platform: createPlatform(), cache: createCache(() => 0), name: 'palaver:test', report, point: () => ({}),
    isClosed: () => false, restored: () => undefined, takeOutbox: () => undefined, leader: () => undefined, message: () => undefined,
  })
  await device?.open()
  if (!device) throw new Error('there is no device')
  return device
}

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => vi.unstubAllGlobals())

describe.each([
  ['memory', async () => createMemoryStorage()],
  ['IndexedDB', () => openIndexedDb('palaver:test')],
])('%s', (_, open) => {
  test('keeps rows by key, in order, and forgets what is written without a value', async () => {
    const storage = await open()
    await storage.write([
      { table: 'outbox', key: 'b', value: { n: 2 } },
      { table: 'outbox', key: 'a', value: { n: 1 } },
      { table: 'meta', key: 'point', value: 7 },
    ])
    expect(await storage.load('outbox')).toEqual([['a', { n: 1 }], ['b', { n: 2 }]])
    await storage.write([{ table: 'outbox', key: 'a' }, { table: 'outbox', key: 'b', value: { n: 3 } }])
    expect(await storage.load('outbox')).toEqual([['b', { n: 3 }]])
    await storage.clear()
    expect(await storage.load('outbox')).toEqual([])
    expect(await storage.load('meta')).toEqual([])
    storage.close()
  })

  test('does not change with what was handed in', async () => {
    const storage = await open()
    const value = { n: 1 }
    await storage.write([{ table: 'meta', key: 'a', value }])
    value.n = 2
    expect(await storage.load('meta')).toEqual([['a', { n: 1 }]])
    storage.close()
  })
})

test('what was stored is there for the next page', async () => {
  const first = await openIndexedDb('palaver:test')
  await first.write([{ table: 'meta', key: 'a', value: 1 }])
  first.close()
  const second = await openIndexedDb('palaver:test')
  expect(await second.load('meta')).toEqual([['a', 1]])
  second.close()
})

test('an IndexedDB that does not open is reported, and nothing is stored', async () => {
  vi.stubGlobal('indexedDB', { open: () => { throw new Error('forbidden') } })
  const errors: PalaverError[] = []
  const storage = await openFor(indexedDbStorage(), (error) => errors.push(error))
  await storage.write([{ table: 'meta', key: 'a', value: 1 }])
  expect(await storage.load('meta')).toEqual([])
  expect(errors.map((error) => error.code)).toEqual(['unavailable'])
})

test('where there is no IndexedDB, such as on a server, nothing is stored, and nothing reported', async () => {
  vi.stubGlobal('indexedDB', undefined)
  const errors: PalaverError[] = []
  const storage = await openFor(indexedDbStorage(), (error) => errors.push(error))
  expect(await storage.load('meta')).toEqual([])
  expect(errors).toEqual([])
})

test('a write that fails is reported and rejects nothing', async () => {
  const errors: PalaverError[] = []
  const failing = { ...createMemoryStorage(), write: () => Promise.reject(new Error('the disk is full')) }
  const storage = await openFor(createStorage(async () => failing), (error) => errors.push(error))
  await storage.write([{ table: 'meta', key: 'a', value: 1 }])
  expect(errors).toHaveLength(1)
})
