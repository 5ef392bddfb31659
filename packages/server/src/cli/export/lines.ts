import { storedTables } from '../../features/tables.ts'
import type { Sql } from '../../platform/sql.ts'
import type { ExportedTable } from '../../platform/stored-table.ts'

/** Rows in memory at once. */
const page = 500

/**
 * The lines of an export: a first one that says what it is, one for each row, and a last one with the counts, without which it is not
 * whole. One snapshot of the database; at most {@link page} rows are in memory.
 */
export async function* exportLines(sql: Sql, userId?: string): AsyncGenerator<string> {
  await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const [row] = await sql.query<{ now: Date }>('SELECT now()')
  yield JSON.stringify({ kind: 'export', format: 1, at: row?.now.getTime(), of: userId ?? 'everything' })
  const counts: Record<string, number> = {}
  for (const table of storedTables) {
    if ('unexported' in table) continue
    counts[table.kind] = 0
    for await (const line of rowsOf(sql, table, userId)) {
      counts[table.kind] = (counts[table.kind] ?? 0) + 1
      yield line
    }
  }
  yield JSON.stringify({ kind: 'end', counts })
}

async function* rowsOf(sql: Sql, { kind, table, columns, order, ofUser }: ExportedTable, userId: string | undefined): AsyncGenerator<string> {
  const where = userId === undefined ? '' : `WHERE ${ofUser}`
  const cursor = `export_${table}`
  await sql.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT ${columns.join(', ')} FROM ${table} ${where} ORDER BY ${order}`, userId === undefined ? [] : [userId])
  for (;;) {
    const rows = await sql.query<Record<string, unknown>>(`FETCH ${page} FROM ${cursor}`)
    for (const row of rows) yield toLine(kind, row)
    if (rows.length < page) break
  }
  await sql.query(`CLOSE ${cursor}`)
}

const camel = (column: string): string => column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** A row as the wire would have it: camelCase, times in milliseconds, nothing where the database has null. A message's own `kind` is its type. */
function toLine(kind: string, row: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([column, value]) => [column === 'kind' ? 'type' : camel(column), value instanceof Date ? value.getTime() : value])
  return JSON.stringify({ kind, ...Object.fromEntries(fields) as object })
}
