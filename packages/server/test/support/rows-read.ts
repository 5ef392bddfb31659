import type { Sql, SqlDatabase } from '../../src/platform/sql.ts'

/** What some work read of a table. */
export interface TableRead {
  readonly table: string
  readonly rows: number
  /** How often something was looked up in one of its indexes. */
  readonly lookUps: number
}

const counters = (tx: Sql): Promise<TableRead[]> =>
  tx.query<TableRead>(`
    SELECT relname AS table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS rows, coalesce(idx_scan, 0)::int AS "lookUps" FROM pg_stat_xact_user_tables`)

/** Does some work in a transaction, and says what it read of each table. */
export async function readBy<T>(tx: Sql, work: (tx: Sql) => Promise<T>): Promise<{ readonly done: T; readonly reads: readonly TableRead[] }> {
  // The counters hold what earlier transactions of the connection read, too, until it is reported.
  const before = new Map((await counters(tx)).map((read) => [read.table, read]))
  const done = await work(tx)
  const reads = (await counters(tx)).map(({ table, rows, lookUps }) => ({ table, rows: rows - (before.get(table)?.rows ?? 0), lookUps: lookUps - (before.get(table)?.lookUps ?? 0) }))
  return { done, reads }
}

/** The same database, which says of each transaction and statement what it read. */
export const tellingReads = (database: SqlDatabase, told: (reads: readonly TableRead[]) => void): SqlDatabase => {
  const transaction: SqlDatabase['transaction'] = (work) =>
    database.transaction(async (tx) => {
      const { done, reads } = await readBy(tx, work)
      told(reads)
      return done
    })
  return { transaction, query: (...asked) => transaction((tx) => tx.query(...asked)) }
}
