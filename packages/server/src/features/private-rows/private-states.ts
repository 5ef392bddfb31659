import { isDeepStrictEqual } from 'node:util'
import type { PrivateKind, PrivateRow, PrivateValue } from '@palaver/protocol'
import { mostPrivateRows } from '@palaver/protocol/definitions'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

/** Names a private row of somebody. */
export interface RowName<Kind extends PrivateKind = PrivateKind> {
  readonly kind: Kind
  readonly key: string
}

/** What a row becomes; without a value it is taken away. `changedAt`: now unless given, milliseconds since the epoch. */
export type RowWrite = { [Kind in PrivateKind]: RowName<Kind> & { readonly value: PrivateValue<Kind> | undefined; readonly changedAt?: number } }[PrivateKind]

/** A row as it is; without a value it was taken away. */
export interface HeldRow<Kind extends PrivateKind = PrivateKind> extends RowName<Kind> {
  readonly revision: number
  readonly value: PrivateValue<Kind> | undefined
  /** Milliseconds since the epoch. */
  readonly changedAt: number
}

interface StoredRow {
  readonly userId: string
  readonly kind: PrivateKind
  readonly key: string
  readonly revision: number
  readonly value: PrivateValue | null
  readonly changedAt: number
}

interface Live {
  readonly userId: string
  readonly kind: string
  readonly live: number
}

const read = `
  SELECT p.user_id AS "userId", p.kind, p.key, p.revision, p.value, ${millis('p.changed_at')} AS "changedAt"
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS x(u, kind, key) JOIN private_rows p ON p.user_id = x.u AND p.kind = x.kind AND p.key = x.key`

const count = `
  SELECT x.u AS "userId", x.kind, n.live FROM unnest($1::uuid[], $2::text[]) AS x(u, kind),
    LATERAL (SELECT count(*)::int AS live FROM private_rows p WHERE p.user_id = x.u AND p.kind = x.kind AND p.value IS NOT NULL) n`

const write = `
  INSERT INTO private_rows (user_id, kind, key, revision, value, changed_at)
  SELECT x.u, x.kind, x.key, x.revision, x.value, timestamptz 'epoch' + x.changed * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS x(u uuid, kind text, key text, revision bigint, value jsonb, changed bigint)
  ON CONFLICT (user_id, kind, key) DO UPDATE SET revision = excluded.revision, value = excluded.value, changed_at = excluded.changed_at`

type Named = readonly [userId: string, row: RowName]

const idOf = (userId: string, { kind, key }: RowName): string => `${userId} ${kind} ${key}`

/** The private rows that a run is about, as the changes before have left them. */
export class PrivateStates {
  readonly #rows: Map<string, StoredRow>
  readonly #live: Map<string, number>
  readonly #changed = new Map<string, StoredRow>()

  private constructor(rows: readonly StoredRow[], live: readonly Live[]) {
    this.#rows = new Map(rows.map((row) => [idOf(row.userId, row), row]))
    this.#live = new Map(live.map((one) => [`${one.userId} ${one.kind}`, one.live]))
  }

  static async read(tx: Sql, named: readonly Named[]): Promise<PrivateStates> {
    const kinds = [...new Set(named.map(([userId, { kind }]) => `${userId} ${kind}`))].map((each) => each.split(' '))
    const [rows, live] = await Promise.all([
      tx.query<StoredRow>(read, [named.map(([userId]) => userId), named.map(([, row]) => row.kind), named.map(([, row]) => row.key)], 'private.read'),
      tx.query<Live>(count, [kinds.map(([userId]) => userId), kinds.map(([, kind]) => kind)], 'private.count'),
    ])
    return new PrivateStates(rows, live)
  }

  find<Kind extends PrivateKind>(userId: string, name: RowName<Kind>): HeldRow<Kind> | undefined {
    const row = this.#rows.get(idOf(userId, name))
    return row && ({ ...row, value: row.value ?? undefined } as unknown as HeldRow<Kind>)
  }

  /** Would the row be another one? */
  differs(userId: string, next: RowWrite): boolean {
    return !isDeepStrictEqual(this.find(userId, next)?.value, next.value)
  }

  /** Is there room for the rows that these make, if they make any? */
  hasRoom(userId: string, writes: readonly RowWrite[]): boolean {
    const made = writes.filter((next) => next.value !== undefined && this.find(userId, next)?.value === undefined)
    return made.every(({ kind }) => (this.#live.get(`${userId} ${kind}`) ?? 0) + made.filter((each) => each.kind === kind).length <= mostPrivateRows[kind])
  }

  become(userId: string, next: RowWrite, taken: { readonly revision: number; readonly now: number }): void {
    const before = this.find(userId, next)?.value !== undefined
    const live = `${userId} ${next.kind}`
    this.#live.set(live, (this.#live.get(live) ?? 0) + Number(next.value !== undefined) - Number(before))
    const { kind, key, value = null, changedAt = taken.now } = next
    const row: StoredRow = { userId, kind, key, revision: taken.revision, value, changedAt }
    this.#rows.set(idOf(userId, next), row)
    this.#changed.set(idOf(userId, next), row)
  }

  async store(tx: Sql): Promise<void> {
    const rows = [...this.#changed.values()].map(({ userId, kind, key, revision, value, changedAt }) => ({
      u: userId, kind, key, revision, ...(value === null ? {} : { value }), changed: changedAt,
    }))
    if (rows.length > 0) await tx.query(write, [JSON.stringify(rows)], 'private.write')
  }
}

/** A row as it travels. */
export const toRow = ({ kind, key, revision, value }: HeldRow): PrivateRow =>
  // The compiler does not see that a kind and its value belong together.
  ({ kind, key, revision, ...(value === undefined ? {} : { value }) }) as PrivateRow
