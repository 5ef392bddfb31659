import type { PalaverError } from '@palaver/protocol'
import type { SessionEnd } from './connection/status.ts'
import type { Platform } from './platform.ts'
import type { Fallback, TokenSource } from './commands/runner.ts'
import type { ClientStorage } from './storage/client-storage.ts'

/** What `createChatClient` takes. */
export interface ChatClientOptions {
  /** Address of the server, such as `https://chat.example.com`. */
  readonly url: string
  readonly token: TokenSource
  /** Whose client this is: what is stored on the device is kept apart by it. */
  readonly userId: string
  /** Where everything is kept over a reload, what waits to be sent above all: `indexedDbStorage()` in browsers, `createStorage()` elsewhere. `memory`: nowhere. */
  readonly storage: 'memory' | ClientStorage
  /** How commands go while there is no open socket: `restFallback`. Without one they wait for the socket, for at most 15 s. */
  readonly fallback?: Fallback
  readonly platform?: Partial<Platform>
}

/** A write that the server refused for good; it stays in the timeline as `failed` until retried or discarded. */
export interface DroppedWrite {
  readonly key: string
  readonly conversationId: string
  readonly error: PalaverError
}

/** The client's events and their arguments. */
export interface ChatClientEvents {
  /** There is no token that the server takes: the person must sign in again. Nothing is retried until `connect()`. */
  auth_required: [reason: SessionEnd]
  dropped: [write: DroppedWrite]
  /** Something failed that no promise reports: storage, a listener, a frame. The client goes on. */
  error: [error: PalaverError]
}
