/** Who has a socket open, on any node. In the process when there is one node; behind Redis when scaled. */
export interface PresenceRegistry {
  /** A socket of a user opened. */
  opened(userId: string, connectionId: string): void
  /** A socket of a user closed; the user stays online for the grace. */
  closed(userId: string, connectionId: string): void
  /** Which of these users are online; those within the grace are. */
  online(userIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Calls back when a user comes online or, after the grace, goes. */
  onChange(listener: (userId: string, online: boolean) => void): void
  /** Everyone who is online here goes. */
  close(): Promise<void>
}

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
