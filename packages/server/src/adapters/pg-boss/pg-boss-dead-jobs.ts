import { PgBoss } from 'pg-boss'
import type { Database } from '../../platform/database.ts'
import type { DeadJobs } from '../../platform/jobs.ts'
import { connection } from './database.ts'
import { deadLetters } from './pg-boss-jobs.ts'

interface Row {
  readonly queue: string
  readonly id: string
  readonly data: unknown
  readonly error: string | null
  readonly failedAt: Date
}

// Two queues share no name, so what ends like this is a dead-letter queue.
const dead = `
  SELECT * FROM (
    SELECT source_name AS queue, id::text, data, source_output ->> 'message' AS error, created_on AS "failedAt",
      row_number() OVER (PARTITION BY name ORDER BY created_on DESC) AS place
    FROM pgboss.job WHERE name LIKE '%.dead' AND state = 'created' AND source_name IS NOT NULL
  ) newest WHERE place <= 1000 ORDER BY queue, place`

/** Opens the dead-letter queues of pg-boss in an open database; whoever opened that closes it. */
export async function openPgBossDeadJobs(database: Database, databaseUrl?: string): Promise<DeadJobs> {
  const boss = new PgBoss({ ...connection(database, databaseUrl), supervise: false, schedule: false })
  boss.on('error', () => {}) // What fails is thrown to whoever asked.
  await boss.start()
  return {
    async list() {
      const rows = await database.query<Row>(dead)
      return rows.map(({ queue, id, data, error, failedAt }) => ({ queue, id, data, error: error ?? 'unknown', failedAt }))
    },
    async retry(queue, id) {
      const [known] = await database.query<{ name: string }>('SELECT name FROM pgboss.queue WHERE name = $1', [deadLetters(queue)])
      if (!known) return 0
      return boss.redrive(known.name, id === undefined ? { limit: 100_000 } : { ids: [id] })
    },
    close: () => boss.stop({ graceful: false, close: true }),
  }
}
