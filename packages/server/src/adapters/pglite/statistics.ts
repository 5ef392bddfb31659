import type { PgliteThread } from './pglite-thread.ts'

/** A sample of 3,000 rows: tens of milliseconds, and enough to tell one index from another. */
const sample = 'SET default_statistics_target = 10'

/** Tables that have become twice as large since they were looked at; those of a few pages are not worth it. */
const grown = `
  SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND pg_relation_size(c.oid) > 2 * 8192 * greatest(c.relpages, 4)`

/**
 * Tells the planner how large tables have become, as autovacuum does in a server: PGlite has none. Functions keep the plans of their first
 * calls, made when every table was small and every index looked alike; new statistics make them plan anew. Returns the tables.
 */
export async function analyseGrown(pglite: Pick<PgliteThread, 'query' | 'exec'>): Promise<readonly string[]> {
  const names = ((await pglite.query(grown)).rows as readonly { name: string }[]).map(({ name }) => name)
  if (names.length === 0) return []
  await pglite.exec(sample)
  for (const name of names) await pglite.exec(`ANALYZE ${name}`)
  return names
}

const everyMs = 10_000

/** Does so for as long as the database is open; returns the end. A database that is gone says so elsewhere. */
export function keepStatistics(pglite: PgliteThread): () => void {
  const timer = setInterval(() => void analyseGrown(pglite).catch(() => undefined), everyMs).unref()
  return () => clearInterval(timer)
}
