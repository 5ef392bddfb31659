import type { Platform } from '../platform.ts'

/** The other tabs of the same person, and which of them drains the outbox. */
export interface Tabs {
  /** Becomes leader when the present one goes; without Web Locks or shared storage, at once. */
  campaign(): void
  /** Lets another tab lead. */
  resign(): void
  isLeader(): boolean
  /** To all other tabs. */
  tell(message: unknown): void
  close(): void
}

/** Joins the tabs that share a storage. */
export const joinTabs = (
  platform: Pick<Platform, 'locks' | 'openChannel'>,
  shared: string | undefined,
  on: { readonly leader: () => void; readonly message: (message: unknown) => void },
): Tabs => {
  const { locks } = platform
  const alone = shared === undefined || !locks
  const channel = shared === undefined ? undefined : platform.openChannel(shared)
  if (channel) channel.onmessage = (event: MessageEvent) => on.message(event.data)
  let leader = false
  let resign: (() => void) | undefined

  const lead = () => {
    leader = true
    on.leader()
  }
  const campaign = () => {
    if (resign) return
    const abort = new AbortController()
    let release = () => {}
    resign = () => {
      resign = undefined
      leader = false
      abort.abort()
      release()
    }
    if (alone) {
      lead()
      return
    }
    // Held until resigned; rejects only when aborted before it was granted.
    locks.request(`${shared}:outbox`, { signal: abort.signal }, () => new Promise<void>((resolve) => {
      release = resolve
      if (abort.signal.aborted) resolve()
      else lead()
    })).catch(() => undefined)
  }
  return {
    campaign,
    resign: () => resign?.(),
    isLeader: () => leader,
    tell: (message) => channel?.postMessage(message),
    close: () => {
      resign?.()
      channel?.close()
    },
  }
}
