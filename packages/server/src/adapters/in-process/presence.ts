import type { PresenceRegistry } from '../../platform/presence-registry.ts'

interface Entry {
  readonly connections: Set<string>
  grace: NodeJS.Timeout | undefined
}

/** The registry of a single node. */
export const createLocalPresenceRegistry = (graceMs = 10_000): PresenceRegistry => {
  const entries = new Map<string, Entry>()
  const listeners: ((userId: string, online: boolean) => void)[] = []
  const tell = (userId: string, online: boolean): void => {
    for (const listener of listeners) listener(userId, online)
  }
  return {
    opened(userId, connectionId) {
      const known = entries.get(userId)
      if (known) {
        clearTimeout(known.grace)
        known.grace = undefined
        known.connections.add(connectionId)
        return
      }
      entries.set(userId, { connections: new Set([connectionId]), grace: undefined })
      tell(userId, true)
    },
    closed(userId, connectionId) {
      const entry = entries.get(userId)
      if (!entry?.connections.delete(connectionId) || entry.connections.size > 0) return
      entry.grace = setTimeout(() => {
        entries.delete(userId)
        tell(userId, false)
      }, graceMs)
      entry.grace.unref()
    },
    async online(userIds) {
      return new Set(userIds.filter((id) => entries.has(id)))
    },
    onChange(listener) {
      listeners.push(listener)
    },
    async close() {
      for (const entry of entries.values()) clearTimeout(entry.grace)
      const gone = [...entries.keys()]
      entries.clear()
      for (const userId of gone) tell(userId, false)
    },
  }
}
