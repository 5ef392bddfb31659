import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { privateChanged, PrivateStates, type RowWrite, toRow } from '../private-rows/port.ts'

/** Somebody whom a reply may make follow the thread. */
export interface Candidate {
  readonly userId: string
  readonly conversationId: string
  readonly threadId: string
}

/** The private row of a thread that somebody follows. */
export const rowOf = (threadId: string) => ({ kind: 'thread', key: threadId }) as const

/** Who follows the threads of a run of replies, as these replies make them do. */
export class Followers {
  readonly #users: LockedUsers
  readonly #states: PrivateStates
  readonly #written = new Map<string, { readonly revision: number; readonly rows: Map<string, RowWrite> }>()

  private constructor(users: LockedUsers, states: PrivateStates) {
    this.#users = users
    this.#states = states
  }

  static async lock(tx: Sql, candidates: readonly Candidate[]): Promise<Followers> {
    const [users, states] = await Promise.all([
      LockedUsers.lock(tx, candidates.map(({ userId }) => userId)),
      PrivateStates.read(tx, candidates.map(({ userId, threadId }) => [userId, rowOf(threadId)] as const)),
    ])
    return new Followers(users, states)
  }

  /** Whoever replies follows, again if need be, and has read what is there. */
  replied({ userId, conversationId, threadId }: Candidate, position: number): void {
    this.#write(userId, { ...rowOf(threadId), value: { conversationId, read: position } })
  }

  /** Whoever has to do with it follows from there on, unless they chose to follow no longer. */
  begin({ userId, conversationId, threadId }: Candidate, read: number): void {
    if (!this.#states.find(userId, rowOf(threadId))) this.#write(userId, { ...rowOf(threadId), value: { conversationId, read } })
  }

  /** Nobody is kept from replying by having too many threads: they do not follow one more then. */
  #write(userId: string, next: RowWrite): void {
    if (!this.#states.hasRoom(userId, [next])) return
    const written = this.#written.get(userId) ?? { revision: this.#users.take(userId), rows: new Map<string, RowWrite>() }
    this.#written.set(userId, written)
    written.rows.set(next.key, next)
    this.#states.become(userId, next, { revision: written.revision, now: this.#users.now })
  }

  /** Stores them; returns what their devices are told. */
  async store(tx: Sql): Promise<ChangeEvent[]> {
    await Promise.all([this.#states.store(tx), this.#users.store(tx)])
    return [...this.#written].map(([userId, { revision, rows }]) =>
      privateChanged(userId, revision, [...rows.values()].flatMap((name) => {
        const row = this.#states.find(userId, name)
        return row ? [toRow(row)] : []
      })),
    )
  }
}
