import pg from 'pg'

/** Reads rows over a connection of its own, all in one snapshot: one result for each statement. */
export async function readRows(url: string, statements: readonly string[]): Promise<readonly (readonly Record<string, unknown>[])[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away meanwhile fails the query, which says enough.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const results: Record<string, unknown>[][] = []
    for (const statement of statements) results.push((await client.query<Record<string, unknown>>(statement)).rows)
    return results
  } finally {
    await client.end()
  }
}
