import { openDeadJobs } from '../adapters/open-jobs.ts'
import type { Config } from '../config.ts'
import type { DeadJobs } from '../platform/jobs.ts'
import { createDeadTimers } from '../platform/timers/dead-timers.ts'
import { withCurrentDatabase } from './with-database.ts'

/** Where jobs lie that failed at every try: the queue, and the timers. `what` is what cannot be done without a database. */
export async function withDeadJobs<T>(config: Config, what: string, work: (sources: readonly DeadJobs[]) => Promise<T>): Promise<T> {
  return withCurrentDatabase(config, what, async (database) => {
    const dead = await openDeadJobs({ database, databaseUrl: config.databaseUrl, redisUrl: config.redisUrl })
    try {
      return await work([dead, createDeadTimers(database)])
    } finally {
      await dead.close()
    }
  })
}
