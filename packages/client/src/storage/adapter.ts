/** The tables of a client's storage. */
export type StorageTable = 'conversations' | 'outbox' | 'people' | 'meta'

/** One change: without `value`, the row goes. */
export interface StorageWrite {
  readonly table: StorageTable
  readonly key: string
  /** Anything that the structured clone algorithm takes. */
  readonly value?: unknown
}

/** Where one person's data of one server is kept on this device. */
export interface StorageAdapter {
  /** The name under which other tabs share the same data; absent when nobody does. */
  readonly shared?: string
  /** All rows of a table in the order of their keys. */
  load(table: StorageTable): Promise<readonly (readonly [key: string, value: unknown])[]>
  /** Makes all changes or none. Durable when it resolves. */
  write(writes: readonly StorageWrite[]): Promise<void>
  /** Removes everything. */
  clear(): Promise<void>
  close(): void
}
