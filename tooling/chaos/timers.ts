import { readRows } from '../../packages/server/test/support/read-rows.ts'
import type { Violation } from './violation.ts'
import { pause } from './waiting.ts'

/** A worker that dies with a timer holds it for a minute, one that dies again for two. */
const withinMs = 200_000
const waiting = `
  SELECT kind, key, error FROM timers WHERE kind IN ('thread', 'scheduled', 'disappearing') ORDER BY due_at LIMIT 10`

/** Waits until everything has happened whose time was to come within the run; returns what does not happen. */
export const untilDue = async (databaseUrl: string): Promise<readonly Violation[]> => {
  const end = Date.now() + withinMs
  for (;;) {
    const [rows = []] = await readRows(databaseUrl, [waiting])
    if (rows.length === 0) return []
    if (Date.now() > end) return rows.map(({ kind, key, error }): Violation => ({ invariant: 'INV-1', what: `what was due does not happen: ${String(kind)} ${String(key)} (${String(error)})` }))
    await pause(500)
  }
}
