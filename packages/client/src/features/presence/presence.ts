import type { Presence } from '@palaver/protocol'
import type { ChatClient } from '../../chat-client.ts'
import type { Store } from '../../store.ts'

/** How the caller appears to others; absent fields stay. */
export interface PresenceChange {
  readonly status?: 'auto' | 'away' | 'busy' | 'invisible'
  /** The empty string removes it. */
  readonly text?: string
  /** Epoch milliseconds. */
  readonly textExpiresAt?: number
}

/** Who is there. */
export interface PresenceFeature {
  /** The presence of somebody, watched while anybody subscribes; `undefined` while it is not known. The same store for the same id. */
  of(userId: string): Store<Presence | undefined>
  /** Chooses how the caller appears. Rejects with the server's error. */
  set(change: PresenceChange): Promise<Presence>
}

/** The presence of a client; the same object each time. */
export const presence = (chat: ChatClient): PresenceFeature => {
  throw new Error(`not built yet ${chat.userId}`)
}
