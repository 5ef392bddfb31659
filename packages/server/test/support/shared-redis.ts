import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { openRedis, type RedisConnections } from '../../src/adapters/redis/open-redis.ts'
import { type RedisServer, startRedis } from './redis-server.ts'

/** One Redis for the tests of a file or `describe`, and connections of a test's own to it. */
export interface SharedRedis {
  readonly server: RedisServer
  /** Connections for all tests, with a prefix of a caller's own. */
  node(prefix?: string): RedisConnections
  /** Connections of one node, closed with the test. `prefix` is fresh unless given, so that tests do not meet. */
  connect(prefix?: string): Promise<RedisConnections>
}

/** For tests in which Redis may go away. */
export const quiet = { warn() {}, info() {} }

/** For tests in which Redis must not be found away, however busy the machine: what goes on without it would prove nothing. */
export const strict = {
  waitMs: 10_000,
  log: {
    warn: (fields: unknown): void => {
      throw new Error('Redis was found away', { cause: fields })
    },
    info() {},
  },
}

/** Starts Redis before the tests and ends it after them. */
export function shareRedis(): () => SharedRedis {
  let server: RedisServer | undefined
  let redis: RedisConnections | undefined
  beforeAll(async () => {
    server = await startRedis()
    redis = await openRedis({ url: server.url, log: quiet })
  })
  afterAll(async () => {
    await redis?.close()
    await server?.stop()
  })
  return () => {
    if (!server || !redis) throw new Error('unable to use the shared Redis; it is there only inside tests')
    const { url } = server
    const shared = redis
    return {
      server,
      node: (prefix = `${crypto.randomUUID()}:`) => ({ ...shared, prefix }),
      async connect(prefix = `${crypto.randomUUID()}:`) {
        const redis = await openRedis({ url, log: quiet, prefix })
        onTestFinished(() => redis.close())
        return redis
      },
    }
  }
}
