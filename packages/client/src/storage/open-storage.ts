import { PalaverError } from '@palaver/protocol'
import type { Tabs } from '../outbox/tabs.ts'
import type { OpenStorage, StorageAdapter, StorageWrite } from './adapter.ts'

/** A storage whose writes never reject: what fails is reported, and the client goes on without it. */
export interface SafeStorage extends Pick<StorageAdapter, 'load' | 'close'> {
  /** Undefined when no other tab shares the same data. */
  joinTabs(...args: Parameters<NonNullable<StorageAdapter['joinTabs']>>): Tabs | undefined
  write(writes: readonly StorageWrite[]): Promise<void>
  clear(): Promise<void>
}

const nothing: SafeStorage = { joinTabs: () => undefined, load: async () => [], write: async () => {}, clear: async () => {}, close: () => {} }

/** Opens the storage that was asked for; where there is none or it does not open, which is reported, nothing is stored. */
export const openStorage = async (wanted: 'memory' | OpenStorage, name: string, report: (error: PalaverError) => void): Promise<SafeStorage> => {
  const failed = (cause: unknown): undefined => {
    report(new PalaverError('unavailable', 'unable to store on this device; the storage fails', { cause }))
  }
  const adapter = wanted === 'memory' ? undefined : await wanted(name).catch(failed)
  if (!adapter) return nothing
  return {
    joinTabs: (...args) => adapter.joinTabs?.(...args),
    load: (table) => adapter.load(table),
    close: () => adapter.close(),
    write: (writes) => adapter.write(writes).catch(failed),
    clear: () => adapter.clear().catch(failed),
  }
}
