import type { Person } from '@palaver/protocol'
import type { ChatClient } from '../../chat-client.ts'
import type { Store } from '../../store.ts'

/** Fields of the own profile that may change; absent ones stay. */
export interface ProfileChange {
  readonly name?: string
  /** 3 to 30 of a–z, 0–9, `_` and `.`. */
  readonly handle?: string
  readonly bio?: string
  readonly avatarHue?: number
}

/** Profiles of people. */
export interface People {
  /** The profile of somebody; lookups of one moment go as one command. The same store for the same id. */
  person(userId: string): Store<Person | undefined>
  /** Finds people by handle or name. Rejects with the server's error. */
  search(query: string, limit?: number): Promise<readonly Person[]>
  /** The own profile. */
  readonly me: Store<Person | undefined>
  /** Changes the own profile. Rejects with `handle_taken` when somebody else has the handle. */
  update(change: ProfileChange): Promise<Person>
}

/** The people of a client; the same object each time. */
export const people = (chat: ChatClient): People => {
  throw new Error(`not built yet ${chat.userId}`)
}
