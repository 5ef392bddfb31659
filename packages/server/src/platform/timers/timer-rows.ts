import type { Sql, SqlDatabase } from '../sql.ts'
import type { Timer } from './timers.ts'

/** A timer on its way through the queue. `attempt`: how often it was begun before. */
export interface Handover {
  readonly id: string
  readonly kind: string
  readonly attempt: number
  readonly handovers: number
}

/** A timer that a worker has begun. */
export interface Claim {
  readonly id: string
  readonly data: object
  readonly dueAt: Date
  /** 1 for the first. Whoever begins it next gets the next number, and then this one is void. */
  readonly attempt: number
}

// `next_at` is when a timer is looked at next: at its time, then again when whoever has it stays silent; null when it was laid aside. The
// poll reads one end of its index and so costs the same whatever lies in the future.
const set = `
  INSERT INTO timers (id, kind, key, data, due_at, next_at)
  SELECT gen_random_uuid(), $1, $2, $3::jsonb, due, due FROM (SELECT coalesce($4::timestamptz, now()) AS due) t
  ON CONFLICT (kind, key) DO UPDATE SET id = excluded.id, data = excluded.data, due_at = excluded.due_at, next_at = excluded.next_at,
    attempts = 0, handovers = 0, error = NULL, failed_at = NULL`

// Each handover without an answer doubles the patience: a queue with a long backlog must not be filled with the same again and again.
const handOver = `
  WITH due AS (
    SELECT id, next_at FROM timers WHERE next_at <= now() AND kind = ANY ($1::text[]) ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED
  ), handed AS (
    UPDATE timers t SET handovers = t.handovers + 1, next_at = now() + $3::int * interval '1 millisecond' * 2 ^ least(t.handovers, 6)
    FROM due WHERE t.id = due.id
    RETURNING t.id, t.kind, t.attempts AS attempt, t.handovers, due.next_at
  )
  SELECT id, kind, attempt, handovers FROM handed ORDER BY next_at`

const giveBack = `UPDATE timers SET next_at = now() + $2::int * interval '1 millisecond' WHERE id = ANY ($1::uuid[]) AND next_at IS NOT NULL`

const claim = `
  UPDATE timers SET attempts = attempts + 1, handovers = 0, next_at = now() + $3::int * interval '1 millisecond'
  WHERE id = $1 AND attempts = $2 AND next_at IS NOT NULL
  RETURNING id, data, due_at AS "dueAt", attempts AS attempt`

const renew = `UPDATE timers SET next_at = now() + $3::int * interval '1 millisecond' WHERE id = $1 AND attempts = $2 AND next_at IS NOT NULL`

const remove = `DELETE FROM timers WHERE id = $1 AND attempts = $2 RETURNING id`

const fail = `
  UPDATE timers SET error = $3, next_at = now() + $4::int * interval '1 millisecond', failed_at = CASE WHEN $4::int IS NULL THEN now() END
  WHERE id = $1 AND attempts = $2`

type Held = Pick<Claim, 'id' | 'attempt'>

/** Sets a timer in the caller's transaction. */
export async function setTimer(tx: Sql, kind: string, { key, data, dueAt }: Timer<object>): Promise<void> {
  await tx.query(set, [kind, key, JSON.stringify(data), dueAt ?? null])
}

/** Takes a timer away; false when there is none. */
export async function cancelTimer(tx: Sql, kind: string, key: string): Promise<boolean> {
  return (await tx.query('DELETE FROM timers WHERE kind = $1 AND key = $2 RETURNING id', [kind, key])).length > 0
}

/** Deletes a timer that is done; false when it is no longer this worker's. */
export async function deleteTimer(tx: Sql, { id, attempt }: Held): Promise<boolean> {
  return (await tx.query(remove, [id, attempt])).length > 0
}

/** The rows of `timers`, for whoever hands them over and runs them. */
export class TimerRows {
  readonly #sql: SqlDatabase
  readonly #leaseMs: number

  /** `leaseMs`: how long a handover or a worker may stay silent. */
  constructor(sql: SqlDatabase, leaseMs: number) {
    this.#sql = sql
    this.#leaseMs = leaseMs
  }

  /** Takes due timers in the order of their time; other nodes take others. */
  handOver(kinds: readonly string[], most: number): Promise<Handover[]> {
    return this.#sql.query<Handover>(handOver, [kinds, most, this.#leaseMs])
  }

  /** For a queue that took nothing. */
  async giveBack(handovers: readonly Handover[], afterMs: number): Promise<void> {
    await this.#sql.query(giveBack, [handovers.map(({ id }) => id), afterMs])
  }

  /** Begins a timer; undefined when somebody has begun or ended it. */
  async claim({ id, attempt }: Held): Promise<Claim | undefined> {
    const [claimed] = await this.#sql.query<Claim>(claim, [id, attempt, this.#leaseMs])
    return claimed
  }

  /** Says that the worker is alive. */
  async renew({ id, attempt }: Held): Promise<void> {
    await this.#sql.query(renew, [id, attempt, this.#leaseMs])
  }

  /** Notes a failure; without `againMs` the timer is laid aside. */
  async fail({ id, attempt }: Held, { error, againMs }: { readonly error: string; readonly againMs: number | undefined }): Promise<void> {
    await this.#sql.query(fail, [id, attempt, error, againMs ?? null])
  }
}
