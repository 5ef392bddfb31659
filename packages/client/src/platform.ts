/** The part of `WebSocket` that the client uses. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  onerror: ((event: never) => void) | null
  readonly bufferedAmount: number
  send(data: string): void
  close(code?: number, reason?: string): void
}

/** What the client takes from the world; everything has a default. Replace it in tests and on unusual platforms. */
export interface Platform {
  /** Epoch milliseconds. */
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
  readonly locks: Pick<LockManager, 'request'> | undefined
  /** A channel to the other tabs; undefined where there is none. */
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'> | undefined
}
