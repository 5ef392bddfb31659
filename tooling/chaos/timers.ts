import { readRows } from '../../packages/server/test/support/read-rows.ts'
import type { StreamLedger } from './streams.ts'
import type { Violation } from './violation.ts'
import { pause, until } from './waiting.ts'

/** A worker that dies with a timer holds it for a minute, one that dies again for two. */
const withinMs = 200_000
const waiting = `
  SELECT kind, key, error FROM timers WHERE kind IN ('thread', 'scheduled', 'disappearing') OR (kind = 'reminder' AND due_at < now() + interval '1 minute')
  UNION ALL SELECT 'stream', message_id::text, NULL FROM streams LIMIT 10`

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

/** Longer than any pause that a writer makes before it tries anew. */
const settleMs = 30_000

/** Waits until nobody is at a streamed message any more; returns what does not come to its end though all is well. */
export const settled = async (streams: StreamLedger): Promise<readonly Violation[]> => {
  await until('every stream has ended', () => streams.underway === 0, settleMs).catch(() => undefined)
  return streams.underway === 0 ? [] : [{ invariant: 'INV-4', what: `${streams.underway} streams do not come to an end` }]
}
