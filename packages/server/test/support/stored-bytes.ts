import type { Sql } from '../../src/platform/sql.ts'

/** The tables of a database, those of its job queue among them, in which a text stands somewhere. */
export async function tablesWith(sql: Sql, text: string): Promise<string[]> {
  const tables = await sql.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1`,
  )
  const holding: string[] = []
  for (const { name } of tables) {
    const rows = await sql.query(`SELECT 1 AS found FROM ${name} t WHERE position($1 IN lower(t::text)) > 0 LIMIT 1`, [text.toLowerCase()])
    if (rows.length > 0) holding.push(name.replace(/^public\./, ''))
  }
  return holding
}
