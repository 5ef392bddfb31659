/** Life of the socket: `open` means authenticated, `waiting` means that a retry is planned, `closed` that none is. */
export type SocketStatus = 'idle' | 'connecting' | 'authenticating' | 'open' | 'waiting' | 'closed'

/** Where the client stands: three separate facts, never one boolean. */
export interface ChatStatus {
  /** What the platform says of the network; a hint. */
  readonly network: 'online' | 'offline'
  readonly socket: SocketStatus
  /** True when everything that happened while away has been taken in. */
  readonly synced: boolean
  /** Writes that wait for the server; refused ones do not count. */
  readonly pending: number
  /** When the next attempt to connect is due: epoch milliseconds, by this device's clock. */
  readonly retryAt?: number | undefined
}

/** Why somebody has to sign in again: the server takes their session no more (it was ended elsewhere, or ran out), or their account is suspended. */
export type SessionEnd = 'session_ended' | 'account_suspended'
