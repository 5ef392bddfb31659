import type { DeadJob, DeadJobs } from '../jobs.ts'
import type { Sql } from '../sql.ts'
import { timerQueue } from './timer-service.ts'

const list = `
  SELECT kind, id, data, coalesce(error, '') AS error, failed_at AS "failedAt" FROM (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY failed_at DESC) AS place FROM timers WHERE next_at IS NULL
  ) dead WHERE place <= 1000 ORDER BY kind, place`

const retry = `
  UPDATE timers SET id = gen_random_uuid(), next_at = now(), attempts = 0, handovers = 0, error = NULL, failed_at = NULL
  WHERE next_at IS NULL AND 'timer.' || kind = $1 AND ($2::text IS NULL OR id::text = $2) RETURNING id`

/** Timers that failed at every try. They stay until they are run again, set anew or cancelled. */
export function createDeadTimers(sql: Sql): DeadJobs {
  return {
    async list() {
      const rows = await sql.query<Omit<DeadJob, 'queue'> & { kind: string }>(list)
      return rows.map(({ kind, id, data, error, failedAt }) => ({ queue: timerQueue(kind), id, data, error, failedAt }))
    },
    // A new id: a job of the first round that is still somewhere in the queue must not pass for one of the second.
    retry: async (queue, id) => (await sql.query(retry, [queue, id ?? null])).length,
    close: async () => {},
  }
}
