import type { Tabs, TabsListener } from '../outbox/tabs.ts'
import type { Platform } from '../platform.ts'

/** The tables of a client's storage. */
export type StorageTable = 'conversations' | 'outbox' | 'people' | 'private' | 'meta'

/** One change: without `value`, the row goes. */
export interface StorageWrite {
  readonly table: StorageTable
  readonly key: string
  /** Anything that the structured clone algorithm takes. */
  readonly value?: unknown
}

/** Where one person's data of one server is kept on this device. */
export interface StorageAdapter {
  /** Joins the other tabs that share the same data; absent when nobody does. */
  readonly joinTabs?: (platform: Pick<Platform, 'locks' | 'openChannel'>, on: TabsListener) => Tabs
  /** All rows of a table in the order of their keys. */
  load(table: StorageTable): Promise<readonly (readonly [key: string, value: unknown])[]>
  /** Makes all changes or none. Durable when it resolves. */
  write(writes: readonly StorageWrite[]): Promise<void>
  /** Removes everything. */
  clear(): Promise<void>
  close(): void
}

/** Opens the storage of one person and server, which `name` stands for. Undefined where there is none: then nothing is stored. {@link createStorage} makes what a client takes of it. */
export type OpenStorage = (name: string) => Promise<StorageAdapter | undefined>
