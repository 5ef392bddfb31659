/** The part of `WebSocket` that the client uses. */
export interface WebSocketLike {
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(data: string): void
  close(code?: number, reason?: string): void
}

/** The part of `BroadcastChannel` that the client uses. */
export interface ChannelLike {
  onmessage: ((event: MessageEvent) => void) | null
  postMessage(message: unknown): void
  close(): void
}

/** What the client takes from the world; everything has a default. Replace it in tests and on unusual platforms. */
export interface Platform {
  /** Epoch milliseconds, whole. Goes on evenly: whoever sets the device's clock is not followed before the next load. */
  now(): number
  /** Runs `task` after `ms`; returns the function that cancels it. */
  delay(ms: number, task: () => void): () => void
  /** At least 0, less than 1. */
  random(): number
  randomBytes(length: number): Uint8Array
  openSocket(url: string, protocol: string): WebSocketLike
  fetch(url: string, init: RequestInit): Promise<Response>
  /** False only when the platform is sure. */
  isOnline(): boolean
  /** Tells of changes of the network; returns the function that ends it. */
  onNetwork(listener: (online: boolean) => void): () => void
  /** Web Locks; undefined where there are none: then nothing is shared with other tabs. */
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** A channel to the other tabs; undefined where there is none. */
  openChannel(name: string): ChannelLike | undefined
}

let origin: number | undefined
const now = () => {
  origin ??= Date.now() - performance.now()
  return Math.floor(origin + performance.now())
}

/** The platform that this runs on. Touches no global before it is used. */
export const createPlatform = (replaced: Partial<Platform> = {}): Platform => ({
  now,
  delay: (ms, task) => {
    // Longer delays overflow to 1 ms.
    const timer = setTimeout(task, Math.min(ms, 0x7fff_ffff))
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  openSocket: (url, protocol) => new WebSocket(url, protocol) as WebSocketLike,
  fetch: (url, init) => fetch(url, init),
  isOnline: () => globalThis.navigator?.onLine !== false,
  onNetwork: (listener) => {
    if (typeof addEventListener !== 'function') return () => undefined
    const online = () => listener(true)
    const offline = () => listener(false)
    addEventListener('online', online)
    addEventListener('offline', offline)
    return () => {
      removeEventListener('online', online)
      removeEventListener('offline', offline)
    }
  },
  locks: globalThis.navigator?.locks,
  openChannel: (name) => (typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)),
  ...replaced,
})
