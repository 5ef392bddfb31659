import type { Platform, StorageAdapter, StorageTable, WebSocketLike } from '@palaver/client'

/** A clock that can be wrong. */
export interface SkewedClock {
  now(): number
  /** Milliseconds that it is ahead of the truth; negative: behind. */
  skew: number
}

/** The clock of one device. */
export const createSkewedClock = (): SkewedClock => {
  const clock: SkewedClock = { skew: 0, now: () => Date.now() + clock.skew }
  return clock
}

/** What a device keeps when a tab goes, as IndexedDB does; values are cloned as a database would. */
export interface Disk {
  /** Opens it for one tab. After `crash()` nothing that this tab writes arrives any more. */
  open(onStored: (key: string) => void): { readonly storage: StorageAdapter; crash(): void }
}

/** An empty disk. */
export const createDisk = (): Disk => {
  const rows = new Map<string, unknown>()
  const load = async (table: StorageTable): Promise<readonly (readonly [string, unknown])[]> =>
    [...rows]
      .filter(([key]) => key.startsWith(`${table} `))
      .map(([key, value]) => [key.slice(table.length + 1), structuredClone(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    open: (onStored) => {
      let alive = true
      const storage: StorageAdapter = {
        load,
        write: async (writes) => {
          if (!alive) return
          for (const { table, key, value } of writes) {
            if (value === undefined) rows.delete(`${table} ${key}`)
            else rows.set(`${table} ${key}`, structuredClone(value))
            if (table === 'outbox' && value !== undefined) onStored(key)
          }
        },
        clear: async () => {
          if (alive) rows.clear()
        },
        close: () => {},
      }
      return { storage, crash: () => void (alive = false) }
    },
  }
}

/** Sees what a tab sends and gets, before the tab does. */
export interface Tap {
  sent(frame: Readonly<Record<string, unknown>>): void
  got(frame: Readonly<Record<string, unknown>>): void
}

/** What a tab takes from the world: a clock of its own, and sockets with a tap. */
export const createTabPlatform = (clock: SkewedClock, tap: Tap): Partial<Platform> => ({
  now: () => clock.now(),
  openSocket: (url, protocol): WebSocketLike => {
    const socket = new WebSocket(url, protocol)
    const tapped: WebSocketLike = {
      onmessage: null,
      onclose: null,
      send: (data) => {
        tap.sent(JSON.parse(data) as Record<string, unknown>)
        socket.send(data)
      },
      close: (code, reason) => socket.close(code, reason),
    }
    socket.onmessage = ({ data }) => {
      try {
        tap.got(JSON.parse(String(data)) as Record<string, unknown>)
      } catch {
        // What was cut short is the client's to judge.
      }
      tapped.onmessage?.({ data })
    }
    socket.onclose = ({ code }) => tapped.onclose?.({ code })
    return tapped
  },
})
