import { Redis } from 'ioredis'
import { reconnectDelay } from '../redis/reconnect-delay.ts'

/** Where BullMQ keeps its keys and how it reaches them. */
export interface BullmqAddress {
  /** `redis://` or `rediss://`. */
  readonly redisUrl: string
  /** What every key of this deployment begins with: `palaver:` unless given. */
  readonly prefix?: string
}

/** The prefix of BullMQ's keys. */
export const keyPrefix = ({ prefix = 'palaver:' }: BullmqAddress): string => `${prefix}jobs`

/** For whoever queues: fails at once while Redis is away. What is durable stands in PostgreSQL and is queued again. */
export function queueingConnection({ redisUrl }: BullmqAddress): Redis {
  return quiet(new Redis(redisUrl, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 5000, retryStrategy: reconnectDelay, connectionName: 'palaver-queueing' }))
}

/** For workers, which wait for jobs in a blocking command and for Redis as long as it takes: BullMQ demands it. */
export function workingConnection({ redisUrl }: BullmqAddress): Redis {
  return quiet(new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: null, connectTimeout: 5000, retryStrategy: reconnectDelay, connectionName: 'palaver-jobs' }))
}

/** The connection of the commands tells the log when Redis goes and comes back; here it would be told once for every attempt. */
function quiet(redis: Redis): Redis {
  redis.on('error', () => {})
  return redis
}
