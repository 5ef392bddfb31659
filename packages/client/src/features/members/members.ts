import type { Member, PalaverError } from '@palaver/protocol'
import type { Store } from '../../store.ts'

/** The active members that are loaded, highest rank first, then by joining. */
export interface MemberList {
  readonly items: readonly Member[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  readonly error?: PalaverError
}

/** The members of one conversation; loads when somebody subscribes. */
export interface Members extends Store<MemberList> {
  /** Loads the next page. */
  loadMore(): Promise<void>
  /** Adds people; those who are in it stay as they are. Rejects with the server's error. */
  add(userIds: readonly string[]): Promise<void>
  /** Removes somebody of lower rank. Rejects with the server's error. */
  remove(userId: string): Promise<void>
  /** Leaves; the local copy goes. Rejects with the server's error. */
  leave(): Promise<void>
}
