import { PalaverError } from '@palaver/protocol'
import type { StorageAdapter, StorageWrite } from './adapter.ts'
import { openIndexedDb } from './indexeddb.ts'
import { createMemoryStorage } from './memory.ts'

/** A storage that never rejects: what fails is reported, and the client goes on without it. */
export interface SafeStorage {
  readonly adapter: StorageAdapter
  write(writes: readonly StorageWrite[]): Promise<void>
  clear(): Promise<void>
}

/** Opens the storage that was asked for; one that does not open is replaced by memory, and reported. */
export const openStorage = async (
  wanted: 'memory' | 'indexeddb' | StorageAdapter | undefined,
  name: string,
  report: (error: PalaverError) => void,
): Promise<SafeStorage> => {
  const failed = (cause: unknown) => report(new PalaverError('unavailable', 'unable to store on this device; the storage fails', { cause }))
  const open = async (): Promise<StorageAdapter> => {
    if (typeof wanted === 'object') return wanted
    if (wanted === 'memory' || (wanted === undefined && typeof indexedDB === 'undefined')) return createMemoryStorage()
    try {
      return await openIndexedDb(name)
    } catch (cause) {
      failed(cause)
      return createMemoryStorage()
    }
  }
  const adapter = await open()
  return {
    adapter,
    write: (writes) => adapter.write(writes).catch(failed),
    clear: () => adapter.clear().catch(failed),
  }
}
