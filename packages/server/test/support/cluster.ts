import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { Scene } from '../doors/door-case.ts'
import { createPostgresUrl } from './databases.ts'
import { openSocket } from './doors.ts'
import { type RedisServer, startRedis } from './redis-server.ts'
import type { SocketClient } from './socket-client.ts'
import { type TestServer, type TestServerOptions, startTestServer } from './test-server.ts'

/** Several nodes on one PostgreSQL and one Redis, as a deployment has them. */
export interface Cluster {
  readonly a: TestServer
  readonly b: TestServer
  /** People and conversations, made on node a. */
  readonly scene: Scene
  readonly redis: RedisServer
  /** Another node; it ends with the test. */
  add(options?: TestServerOptions): Promise<TestServer>
  /** The nodes hear nobody any more, themselves neither, and every connection lives; the answer ends it. */
  cutBus(): Promise<() => Promise<void>>
}

/** Starts two nodes that end with the test. `redisUrl` says another way to the Redis, such as a proxy. */
export async function startCluster(options: TestServerOptions & { readonly through?: (redis: RedisServer) => Promise<string> } = {}): Promise<Cluster> {
  const { through, ...rest } = options
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const appKey = randomBytes(24).toString('hex')
  const shared: TestServerOptions = {
    dialect: 'postgres',
    databaseUrl: await createPostgresUrl(),
    redisUrl: through ? await through(redis) : redis.url,
    secret: randomBytes(32),
    appKeys: [appKey],
    logLevel: 'warn',
    ...rest,
  }
  const add = (more: TestServerOptions = {}): Promise<TestServer> => startTestServer({ ...shared, ...more })
  const [a, b] = [await add(), await add()]
  return {
    a,
    b,
    redis,
    scene: new Scene(a, appKey),
    add,
    async cutBus() {
      await redis.run('ACL', 'SETUSER', 'default', '-ssubscribe')
      await redis.run('CLIENT', 'KILL', 'TYPE', 'pubsub')
      return async () => void (await redis.run('ACL', 'SETUSER', 'default', '+ssubscribe'))
    },
  }
}

/** A socket on a node that has resumed with nothing known of these conversations. */
export async function follow(server: TestServer, token: string, conversationIds: readonly string[]): Promise<SocketClient> {
  const client = await openSocket(server)
  await client.authenticate(token)
  client.send({ t: 'resume', lineage: server.palaver.database.lineage, userRevision: 0, conversations: conversationIds.map((id) => [id, 0, 0]) })
  await client.frame('live')
  return client
}
