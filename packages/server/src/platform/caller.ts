import type { AppRole } from '@palaver/core'

/** Who runs a command. Doors make it from the token; nothing else may. */
export type Caller = UserCaller | AppCaller | AnonymousCaller

interface From {
  /** The address for limits: the peer's, or what a trusted proxy says. */
  readonly address: string
  readonly requestId: string
  /** What the program behind a REST request calls itself: anyone may say anything here. */
  readonly userAgent?: string
}

export interface UserCaller extends From {
  readonly kind: 'user'
  readonly userId: string
  /** Absent for tokens minted by a host and for the `authenticate` hook. */
  readonly sessionId?: string
  readonly role: AppRole
  /** Milliseconds since the epoch; commands after it are refused. */
  readonly expiresAt: number
  /** The socket, for commands of the socket door that concern the connection itself. */
  readonly connectionId?: string
}

/** A host backend with an app key. */
export interface AppCaller extends From {
  readonly kind: 'app'
}

export interface AnonymousCaller extends From {
  readonly kind: 'anonymous'
}
