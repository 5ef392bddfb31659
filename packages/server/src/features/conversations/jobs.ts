import type { RecurringJobs } from '../../platform/jobs.ts'
import type { Sql } from '../../platform/sql.ts'

const queue = 'conversations.forget-receipts'
const daily = '17 3 * * *'
// Longer than a client's outbox lives (7 days), so that no repetition comes too late to be known.
const forget = `DELETE FROM command_receipts WHERE created_at < now() - interval '30 days'`

/** Forgets old receipts, once a day. */
export function scheduleReceipts(jobs: RecurringJobs, sql: Sql): void {
  jobs.handle(queue, async () => void (await sql.query(forget)))
  jobs.schedule(queue, daily)
}
