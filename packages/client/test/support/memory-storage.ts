import type { StorageAdapter, StorageTable } from '../../src/index.ts'

/** Storage that outlives a client of a test. */
export const createMemoryStorage = (): StorageAdapter => {
  const tables = new Map<StorageTable, Map<string, unknown>>()
  const table = (name: StorageTable) => {
    const known = tables.get(name)
    if (known) return known
    const made = new Map<string, unknown>()
    tables.set(name, made)
    return made
  }
  return {
    load: async (name) => [...table(name)].sort(([a], [b]) => (a < b ? -1 : 1)),
    write: async (writes) => {
      for (const { table: name, key, value } of writes) {
        if (value === undefined) table(name).delete(key)
        else table(name).set(key, structuredClone(value))
      }
    },
    clear: async () => tables.clear(),
    close: () => undefined,
  }
}
