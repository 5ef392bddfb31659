import { PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../as-palaver-error.ts'
import type { Tabs, TabsListener } from '../outbox/tabs.ts'
import type { Platform } from '../platform.ts'
import type { Cache } from '../state/cache.ts'
import type { OpenStorage, StorageAdapter } from './adapter.ts'
import { createPersistence, type StoredPoint } from './persistence.ts'

/** What a table holds. */
export type Rows = Awaited<ReturnType<StorageAdapter['load']>>

/** The client that is stored, as its storage sees it. */
interface Stored extends TabsListener {
  readonly platform: Platform
  readonly cache: Cache
  /** Whose data of which server. */
  readonly name: string
  readonly report: (error: PalaverError) => void
  readonly point: () => StoredPoint
  readonly isClosed: () => boolean
  /** What was read; the cache has its part already. */
  readonly restored: (point: StoredPoint, outbox: Rows) => void
  /** What waits, read once more. */
  readonly takeOutbox: (rows: Rows) => void
}

/** What one client keeps on this device. Nothing rejects but `load`: what fails is reported, and the client goes on without it. */
interface Device extends Pick<StorageAdapter, 'load' | 'write' | 'clear' | 'close'>, Pick<ReturnType<typeof createPersistence>, 'markPoint' | 'flush' | 'stop'> {
  /** Opens, joins the other tabs, reads what is stored, then begins to write. Where there is no storage, nothing is stored. */
  open(): Promise<void>
  /** Reads what waits once more: the tab that led before may have stored more than it could tell. */
  readOutbox(): void
  /** Undefined when no other tab shares the same data. */
  tabs(): Tabs | undefined
}

declare const brand: unique symbol

/** Where a client is kept on its device, and all that keeping takes: made by `indexedDbStorage()`, or by `createStorage()` of an adapter of one's own. */
export interface ClientStorage {
  readonly [brand]: 'storage'
}

const deviceOf = (openAdapter: OpenStorage, client: Stored): Device => {
  let adapter: StorageAdapter | undefined
  let tabs: Tabs | undefined
  const failed = (cause: unknown): undefined => {
    client.report(new PalaverError('unavailable', 'unable to store on this device; the storage fails', { cause }))
  }
  const unread = (cause: unknown) => client.report(asPalaverError(cause, 'read what is stored'))
  const load: Device['load'] = async (table) => adapter?.load(table) ?? []
  const write: Device['write'] = async (writes) => adapter?.write(writes).catch(failed)
  const { restore, ...persistence } = createPersistence({ ...client, write })
  return {
    ...persistence,
    open: async () => {
      adapter = await openAdapter(client.name).catch(failed)
      if (client.isClosed()) return
      tabs = adapter?.joinTabs?.(client.platform, client)
      await Promise.all([restore({ load }), load('outbox')]).then(([point, outbox]) => client.restored(point, outbox)).catch(unread)
    },
    readOutbox: () => void load('outbox').then(client.takeOutbox).catch(unread),
    tabs: () => tabs,
    load,
    write,
    clear: async () => adapter?.clear().catch(failed),
    close: () => {
      persistence.stop()
      tabs?.close()
      adapter?.close()
    },
  }
}

/** A storage of one's own, for where there is no IndexedDB: what a client holds and what waits to be sent outlives it there. */
export const createStorage = (open: OpenStorage): ClientStorage => ((client: Stored) => deviceOf(open, client)) as unknown as ClientStorage

/** What one client keeps; undefined when that is nothing. Storage brings its own code, so that who stores nothing does not load it. */
export const openDevice = (storage: 'memory' | ClientStorage, client: Stored): Device | undefined =>
  storage === 'memory' ? undefined : (storage as unknown as (client: Stored) => Device)(client)
