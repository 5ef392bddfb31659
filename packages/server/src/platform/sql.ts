/**
 * Plain SQL for the paths where each query counts (the writer, catch-up, history). Everything else goes through MikroORM,
 * on the same database and, in a transaction, on the same connection.
 *
 * `bigint` columns arrive as numbers (no counter of ours outgrows 2^53), `timestamptz` as Date, `jsonb` parsed, `bytea` as Uint8Array.
 * Pass `jsonb` parameters as strings made by JSON.stringify with a `::jsonb` cast.
 */
export interface Sql {
  /** Runs one statement; `name` makes it a prepared statement where the driver can. */
  query<Row extends object>(text: string, params?: readonly unknown[], name?: string): Promise<Row[]>
}

/** A database: both adapters (PostgreSQL, PGlite) pass one conformance suite. */
export interface SqlDatabase extends Sql {
  /**
   * Runs `work` in one READ COMMITTED transaction: commit when it resolves, rollback when it throws. Its statements run in the order in which they
   * are asked, and need not wait for one another: those that are asked at once take one round trip (PostgreSQL), and COMMIT takes it with those that `work` has not waited for.
   * When one of them fails, so do those behind it, and the transaction.
   * Only SQL of the `tx` given may be awaited inside: PGlite has one connection and hangs otherwise.
   * @throws {CommitUnknownError} when the connection broke while COMMIT was under way.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
}

/** The outcome of a COMMIT is not known: look the clientIds up before answering. */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super('unable to tell whether the transaction was committed; the connection broke', { cause })
    this.name = 'CommitUnknownError'
  }
}
