import { Redis } from 'ioredis'
import type { Log } from '../../platform/log.ts'
import { reconnectDelay } from './reconnect-delay.ts'

/** A server with connections of its own for commands and for subscriptions. */
export interface RedisConnections {
  /** Fails at once while Redis is away: what goes to Redis is a hint or has a fallback, so nothing may pile up for it. */
  readonly commands: Redis
  /** In subscriber mode. */
  readonly subscriber: Redis
  /** What every key and channel of this deployment begins with. */
  readonly prefix: string
  close(): Promise<void>
}

export interface OpenRedisOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string
  readonly log: Pick<Log, 'warn' | 'info'>
  /** `palaver:` unless given; deployments that share a Redis need different ones. */
  readonly prefix?: string
  /** A connection on which Redis leaves a command unanswered for so long is given up and made anew: 10,000 ms. */
  readonly answerWithinMs?: number
}

/** The oldest version with sharded publish and subscribe. */
export const oldestRedis = 7

const options = {
  lazyConnect: true,
  enableOfflineQueue: false,
  // A command that was under way when the connection broke is not repeated: nobody knows whether it ran.
  maxRetriesPerRequest: 0,
  connectTimeout: 5000,
  keepAlive: 10_000,
  retryStrategy: reconnectDelay,
} as const

/**
 * Connects to Redis. Connections that break come back by themselves.
 * @throws {Error} when Redis cannot be reached or is older than 7.
 */
export async function openRedis({ url, log, prefix = 'palaver:', answerWithinMs = 10_000 }: OpenRedisOptions): Promise<RedisConnections> {
  // A connection that lost its way without an end looks alive to the system for a quarter of an hour.
  const common = { ...options, socketTimeout: answerWithinMs }
  const commands = new Redis(url, { ...common, connectionName: 'palaver', enableAutoPipelining: true })
  // Who subscribes does it again when the connection is back: ioredis would lose the refusal, and the process with it.
  const subscriber = new Redis(url, { ...common, connectionName: 'palaver-bus', autoResubscribe: false })
  const close = async (): Promise<void> => {
    commands.disconnect()
    subscriber.disconnect()
  }
  watch(commands, log)
  subscriber.on('error', () => {}) // The other connection tells the log.
  try {
    await Promise.all([commands.connect(), subscriber.connect()])
    const version = /redis_version:(\S+)/.exec(await commands.info('server'))?.[1] ?? '0'
    if (Number.parseInt(version, 10) < oldestRedis) throw new Error(`it is version ${version}; ${oldestRedis} or newer is needed`)
  } catch (error) {
    await close()
    throw new Error(`unable to use Redis; ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  return { commands, subscriber, prefix, close }
}

/** One line when Redis goes and one when it comes back, not one for each attempt. */
function watch(redis: Redis, log: OpenRedisOptions['log']): void {
  let isAway = false
  redis.on('error', (err: Error) => {
    if (!isAway) log.warn({ err }, 'the connection to Redis was lost')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info({}, 'the connection to Redis is back')
    isAway = false
  })
}
