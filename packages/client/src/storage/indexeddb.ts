import { joinTabs } from '../outbox/tabs.ts'
import type { OpenStorage, StorageAdapter, StorageTable } from './adapter.ts'
import { type ClientStorage, createStorage } from './client-storage.ts'

const version = 2
const tables: readonly StorageTable[] = ['conversations', 'outbox', 'people', 'private', 'meta']
const openTimeoutMs = 5000

const causeOf = ({ error }: IDBRequest | IDBTransaction): Error => error ?? new Error('the database was closed')

const done = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(causeOf(transaction))
    transaction.onabort = () => reject(causeOf(transaction))
  })

const result = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(causeOf(request))
  })

const open = async (name: string): Promise<StorageAdapter> => {
  const request = indexedDB.open(name, version)
  // Versions only add tables: what an unknown one left is only a copy, and the outbox has no other form.
  request.onupgradeneeded = () => {
    for (const table of tables) if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table)
  }
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the database does not open')), openTimeoutMs)
    result(request).then(resolve, reject).finally(() => clearTimeout(timer))
  })
  // Another tab wants to upgrade or delete: never stand in its way.
  database.onversionchange = () => database.close()
  return {
    joinTabs: (platform, on) => joinTabs(platform, name, on),
    load: async (table) => {
      const store = database.transaction(table).objectStore(table)
      const [keys, values] = await Promise.all([result(store.getAllKeys()), result(store.getAll() as IDBRequest<unknown[]>)])
      return keys.map((key, at) => [key as string, values[at]] as const)
    },
    write: async (writes) => {
      if (writes.length === 0) return
      const transaction = database.transaction([...new Set(writes.map((write) => write.table))], 'readwrite', { durability: 'strict' })
      for (const { table, key, value } of writes) {
        const store = transaction.objectStore(table)
        if (value === undefined) store.delete(key)
        else store.put(value, key)
      }
      await done(transaction)
    },
    clear: async () => {
      const transaction = database.transaction([...tables], 'readwrite')
      for (const table of tables) transaction.objectStore(table).clear()
      await done(transaction)
    },
    close: () => database.close(),
  }
}

/** Undefined where there is no IndexedDB, such as on a server. */
export const openIndexedDb: OpenStorage = async (name) => (typeof indexedDB === 'undefined' ? undefined : open(name))

/**
 * Stores in IndexedDB what the client holds and what waits to be sent, shared by all tabs; nothing where there is no IndexedDB, such as
 * on a server. A database that does not open is reported by the `error` event, and the client goes on without.
 */
export const indexedDbStorage = (): ClientStorage => createStorage(openIndexedDb)
