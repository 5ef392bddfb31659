import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { DeadJob, DeadJobs } from '../../platform/jobs.ts'
import { type BullmqAddress, keyPrefix, queueingConnection } from './connections.ts'

const listed = 1000

/** Opens the failed jobs of all queues in Redis. @throws {Error} when Redis cannot be reached. */
export async function openBullmqDeadJobs(address: BullmqAddress): Promise<DeadJobs> {
  const redis = queueingConnection(address)
  await redis.connect()
  const prefix = keyPrefix(address)

  const withQueue = async <T>(name: string, work: (queue: Queue) => Promise<T>): Promise<T> => {
    const queue = new Queue(name, { connection: redis, prefix, skipMetasUpdate: true })
    try {
      return await work(queue)
    } finally {
      await queue.close()
    }
  }

  return {
    async list() {
      const found: DeadJob[] = []
      for (const name of await failedQueues(redis, prefix)) {
        const failed = await withQueue(name, (queue) => queue.getFailed(0, listed - 1))
        for (const job of failed) {
          found.push({ queue: name, id: job.id ?? '', data: job.data as unknown, error: job.failedReason, failedAt: new Date(job.finishedOn ?? job.timestamp) })
        }
      }
      return found
    },
    retry: (name, id) =>
      withQueue(name, async (queue) => {
        const failed = id === undefined ? await queue.getFailed() : [await queue.getJob(id)]
        let retried = 0
        for (const job of failed) {
          if (!job || !(await job.isFailed())) continue
          await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
          retried++
        }
        return retried
      }),
    close: async () => redis.disconnect(),
  }
}

/** Names of the queues that have failed jobs. Asked for by an operator, not by what runs: it walks through all keys. */
async function failedQueues(redis: Redis, prefix: string): Promise<readonly string[]> {
  const names = new Set<string>()
  for await (const keys of redis.scanStream({ match: `${prefix}:*:failed`, count: 1000, type: 'zset' })) {
    for (const key of keys as string[]) names.add(key.slice(prefix.length + 1, -':failed'.length))
  }
  return [...names].toSorted()
}
