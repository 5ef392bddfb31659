import type { Database } from '../platform/database.ts'
import type { DeadJobs, Jobs } from '../platform/jobs.ts'
import type { Metrics } from '../platform/metrics.ts'
import { openBullmqDeadJobs } from './bullmq/bullmq-dead-jobs.ts'
import { createBullmqJobs } from './bullmq/bullmq-jobs.ts'
import { openPgBossDeadJobs } from './pg-boss/pg-boss-dead-jobs.ts'
import { createPgBossJobs } from './pg-boss/pg-boss-jobs.ts'

/** What decides where the job queue is. */
export interface JobsPlace {
  readonly database: Database
  readonly databaseUrl?: string | undefined
  readonly redisUrl?: string | undefined
}

export interface OpenJobsOptions extends JobsPlace {
  readonly metrics: Metrics
  readonly onError: (error: unknown, queue?: string) => void
}

/** The job queue: BullMQ with Redis, otherwise pg-boss in the database. Connects when it is started. */
export function openJobs({ database, databaseUrl, redisUrl, metrics, onError }: OpenJobsOptions): Jobs {
  if (redisUrl !== undefined) return createBullmqJobs({ redisUrl, metrics, onError })
  return createPgBossJobs({ database, ...(databaseUrl === undefined ? {} : { databaseUrl }), metrics, onError })
}

/** Its jobs that failed at every try. @throws {Error} when Redis cannot be reached. */
export function openDeadJobs({ database, databaseUrl, redisUrl }: JobsPlace): Promise<DeadJobs> {
  return redisUrl === undefined ? openPgBossDeadJobs(database, databaseUrl) : openBullmqDeadJobs({ redisUrl })
}
