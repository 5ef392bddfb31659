import type { Sql } from '../../src/platform/sql.ts'

interface Read { readonly table: string; readonly rows: number }

/** Rows that the transaction has read so far, by table. */
export const rowsRead = async (tx: Sql): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx.query<Read>(`SELECT relname AS table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS rows FROM pg_stat_xact_user_tables`)
  return new Map(rows.map(({ table, rows: read }) => [table, read]))
}
