import type { StorageAdapter, StorageTable } from '@palaver/client'

/** Storage that outlives a client, as IndexedDB outlives a tab; values are cloned as a database would. */
export const createMapStorage = (): StorageAdapter => {
  const rows = new Map<string, unknown>()
  return {
    load: async (table: StorageTable) =>
      [...rows]
        .filter(([key]) => key.startsWith(`${table} `))
        .map(([key, value]) => [key.slice(table.length + 1), structuredClone(value)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    write: async (writes) => {
      for (const { table, key, value } of writes) {
        if (value === undefined) rows.delete(`${table} ${key}`)
        else rows.set(`${table} ${key}`, structuredClone(value))
      }
    },
    clear: async () => rows.clear(),
    close: () => {},
  }
}
