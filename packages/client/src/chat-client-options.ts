import type { PalaverError } from '@palaver/protocol'
import type { Platform } from './platform.ts'
import type { StorageAdapter } from './storage/adapter.ts'

/** Gives an access token, or null when nobody is signed in. `refresh`: the server has just refused the last one. */
export type TokenSource = (options: { readonly refresh: boolean }) => Promise<string | null>

/** What `createChatClient` takes. */
export interface ChatClientOptions {
  /** Address of the server, such as `https://chat.example.com`. */
  readonly url: string
  readonly token: TokenSource
  /** Whose client this is: what is stored on the device is kept apart by it. */
  readonly userId: string
  /** `indexeddb` where there is one, `memory` otherwise. */
  readonly storage?: 'memory' | 'indexeddb' | StorageAdapter
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
  auth_required: []
  dropped: [write: DroppedWrite]
  /** Something failed that no promise reports: storage, a listener, a frame. The client goes on. */
  error: [error: PalaverError]
}
