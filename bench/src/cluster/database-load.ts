import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** What PostgreSQL had to do while it was watched. */
export interface DatabaseLoad {
  /** Statements under way at the same moment, at most. */
  readonly peakActive: number
  /** Transactions in the busiest second. */
  readonly peakPerSecond: number
  readonly transactions: number
}

/** Watches a database from now on, ten times a second; the answer ends it. */
export async function watchDatabase(url: string): Promise<() => Promise<DatabaseLoad>> {
  const client = new pg.Client({ connectionString: url })
  // The measurement that failed says why; this connection then ends with its database.
  client.on('error', () => {})
  await client.connect()
  const read = async (): Promise<{ active: number; transactions: number }> => {
    const { rows } = await client.query<{ active: number; transactions: number }>(`SELECT
      (SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()) AS active,
      (SELECT (xact_commit + xact_rollback)::float8 FROM pg_stat_database WHERE datname = current_database()) AS transactions`)
    return rows[0] ?? { active: 0, transactions: 0 }
  }
  const first = await read()
  const samples: { at: number; transactions: number }[] = [{ at: performance.now(), transactions: first.transactions }]
  let peakActive = 0
  let watching = true
  const loop = (async () => {
    while (watching) {
      await sleep(100)
      const { active, transactions } = await read()
      peakActive = Math.max(peakActive, active)
      samples.push({ at: performance.now(), transactions })
    }
  })()
  // Told to whoever asks for the load; until then it must not end the process in place of the measurement's own error.
  loop.catch(() => {})
  return async () => {
    watching = false
    await loop
    // Backends report what they did up to a second late.
    await sleep(1200)
    const last = await read()
    await client.end()
    const perSecond = samples.flatMap(({ at, transactions }) => {
      const before = samples.findLast((sample) => sample.at <= at - 1000)
      return before ? [((transactions - before.transactions) * 1000) / (at - before.at)] : []
    })
    return { peakActive, peakPerSecond: Math.round(Math.max(0, ...perSecond)), transactions: last.transactions - first.transactions }
  }
}
