import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { privateChanged } from './private-change.ts'
import { PrivateStates, type RowName, type RowWrite, toRow } from './private-states.ts'

/** Private rows that change with something else, in one transaction: of whoever changes it. */
export class OwnRows {
  readonly #users: LockedUsers
  readonly #states: PrivateStates
  readonly #events: ChangeEvent[] = []

  private constructor(users: LockedUsers, states: PrivateStates) {
    this.#users = users
    this.#states = states
  }

  /** Locks the people, after the conversations, and reads their rows. */
  static async read(tx: Sql, named: readonly (readonly [userId: string, row: RowName])[]): Promise<OwnRows> {
    const [users, states] = await Promise.all([LockedUsers.lock(tx, named.map(([userId]) => userId)), PrivateStates.read(tx, named)])
    return new OwnRows(users, states)
  }

  /** Is there room for one row more of its kind, if it makes one? */
  hasRoom(userId: string, next: RowWrite): boolean {
    return this.#states.hasRoom(userId, [next])
  }

  /** Writes one row; what changes nothing takes no userRevision. */
  become(userId: string, next: RowWrite): void {
    if (!this.#states.differs(userId, next)) return
    const revision = this.#users.take(userId)
    this.#states.become(userId, next, { revision, now: this.#users.now })
    const row = this.#states.find(userId, next)
    if (row) this.#events.push(privateChanged(userId, revision, [toRow(row)]))
  }

  /** Stores them; returns their events. */
  async store(tx: Sql): Promise<readonly ChangeEvent[]> {
    await Promise.all([this.#states.store(tx), this.#users.store(tx)])
    return this.#events
  }
}
