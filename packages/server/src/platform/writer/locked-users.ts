import type { Sql } from '../sql.ts'

const lock = `
  SELECT id, user_revision, state, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
  FROM users WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`
const store = `
  UPDATE users u SET user_revision = x.revision
  FROM unnest($1::uuid[], $2::bigint[]) AS x(id, revision) WHERE u.id = x.id`

/** People whose userRevision a batch may move, locked in id order after its conversations, once a batch. */
export class LockedUsers {
  readonly #states: ReadonlyMap<string, string>
  readonly #revisions: Map<string, number>
  readonly #moved = new Set<string>()
  /** The database's clock: milliseconds since the epoch. */
  readonly now: number

  private constructor(rows: readonly { id: string; user_revision: number; state: string; now: number }[]) {
    this.#states = new Map(rows.map((row) => [row.id, row.state]))
    this.#revisions = new Map(rows.map((row) => [row.id, row.user_revision]))
    this.now = rows[0]?.now ?? 0
  }

  static async lock(tx: Sql, ids: readonly string[]): Promise<LockedUsers> {
    return new LockedUsers(await tx.query(lock, [[...new Set(ids)]], 'writer.users'))
  }

  isActive(id: string): boolean {
    return this.#states.get(id) === 'active'
  }

  /** The next userRevision of a person. */
  take(id: string): number {
    const revision = (this.#revisions.get(id) ?? 0) + 1
    this.#revisions.set(id, revision)
    this.#moved.add(id)
    return revision
  }

  /** Stores what was taken. */
  async store(tx: Sql): Promise<void> {
    const ids = [...this.#moved]
    if (ids.length > 0) await tx.query(store, [ids, ids.map((id) => this.#revisions.get(id))], 'writer.userRevisions')
  }
}
