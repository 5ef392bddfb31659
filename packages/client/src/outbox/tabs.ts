import type { Platform } from '../platform.ts'

/** The other tabs of the same person, and which of them drains the outbox. */
export interface Tabs {
  /** Becomes leader when the present one goes; without Web Locks, at once. */
  campaign(): void
  /** Lets another tab lead. */
  resign(): void
  /** To all other tabs. */
  tell(message: unknown): void
  close(): void
}

/** What tabs tell. */
export interface TabsListener {
  /** This tab leads now. */
  readonly leader: () => void
  readonly message: (message: unknown) => void
}

/** Joins the tabs that share a storage. */
export const joinTabs = (platform: Pick<Platform, 'locks' | 'openChannel'>, name: string, on: TabsListener): Tabs => {
  const channel = platform.openChannel(name)
  if (channel) channel.onmessage = (event: MessageEvent) => on.message(event.data)
  let resign: (() => void) | undefined

  const campaign = () => {
    if (resign) return
    const abort = new AbortController()
    let release = () => {}
    resign = () => {
      resign = undefined
      abort.abort()
      release()
    }
    if (!platform.locks) {
      on.leader()
      return
    }
    // Held until resigned; rejects only when aborted before it was granted.
    platform.locks.request(`${name}:outbox`, { signal: abort.signal }, () => new Promise<void>((resolve) => {
      release = resolve
      if (abort.signal.aborted) resolve()
      else on.leader()
    })).catch(() => undefined)
  }
  return {
    campaign,
    resign: () => resign?.(),
    tell: (message) => channel?.postMessage(message),
    close: () => {
      resign?.()
      channel?.close()
    },
  }
}
