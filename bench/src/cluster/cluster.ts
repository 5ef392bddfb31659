import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startRedis } from '../../../packages/server/test/support/redis-server.ts'
import { freePort } from '../../../tooling/processes/free-port.ts'
import { startNginx } from '../../../tooling/processes/nginx.ts'
import { startDatabase } from '../systems/database.ts'
import { type ServerProcess, startServer } from '../systems/server-process.ts'

const script = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url))
const raisedLimits = ['signIn', 'session', 'listConversations', 'create', 'readMessages', 'send', 'marks', 'read', 'write', 'app', 'address'].map((name) => `${name}=100000000`).join(',')

/** Nodes on one PostgreSQL and one Redis behind deploy/nginx.conf, as an operator would run them. */
export interface Cluster {
  /** nginx. */
  readonly url: string
  readonly appKey: string
  readonly nodes: readonly ServerProcess[]
  readonly databaseUrl: string
  readonly databasePid: number
  readonly redisPid: number
  /** What nginx told of errors since it was last started. */
  proxyErrors(): string
  /** Ends nginx as a crash does, so that every socket is gone at once, and starts it again. */
  dropAll(): Promise<void>
  stop(): Promise<void>
}

/** Starts `size` nodes with stock settings of PostgreSQL; limits are raised, and counted. */
export async function startCluster(size: number): Promise<Cluster> {
  const closers: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'palaver-cluster-'))
    closers.push(() => rm(folder, { recursive: true, force: true }))
    const database = await startDatabase()
    closers.push(() => database.stop())
    const redis = await startRedis()
    closers.push(() => redis.stop())
    const appKey = 'cluster-0123456789abcdef0123456789abcdef'
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PALAVER_DATA_DIR: folder,
      PALAVER_SECRET: 'c'.repeat(43),
      PALAVER_APP_KEYS: appKey,
      PALAVER_TRUST_PROXY: '127.0.0.1',
      PALAVER_LIMITS: raisedLimits,
      // Everybody comes from one address here, and with one proxy in front, all at once.
      PALAVER_SOCKET_LIMITS: 'maxUnauthenticatedPerAddress=100000',
      LOG_LEVEL: 'warn',
    }
    const nodes: ServerProcess[] = []
    for (let number = 0; number < size; number++) {
      const node = await startServer({ script, env: { ...env, PALAVER_MIGRATE: 'true' }, cwd: folder, readyPath: '/health/ready' })
      nodes.push(node)
      closers.push(() => node.stop())
    }
    const port = await freePort()
    const ports = nodes.map((node) => node.port)
    let nginx = await startNginx(port, ports)
    closers.push(() => nginx.stop())
    return {
      url: nginx.url,
      appKey,
      nodes,
      databaseUrl: database.url,
      databasePid: database.pid,
      redisPid: redis.pid,
      proxyErrors: () => nginx.output(),
      async dropAll() {
        await nginx.stop('SIGKILL')
        nginx = await startNginx(port, ports)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
