import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPrograms, maintain, type PostgresServer, startPostgres } from '../../packages/server/test/support/postgres-server.ts'
import { type RedisServer, startRedis } from '../../packages/server/test/support/redis-server.ts'
import { highLimits } from '../processes/server-process.ts'
import { type ChaosNode, createNode } from './node.ts'

/** Everything that serves: PostgreSQL, Redis and the nodes, all of them this run's own. */
export interface Stack {
  readonly postgres: PostgresServer
  readonly redis: RedisServer
  /** Straight to the database, past the proxies. */
  readonly databaseUrl: string
  readonly nodes: readonly ChaosNode[]
  /** Runs jobs, timers and the relay, and has no doors. */
  readonly worker: ChaosNode
  readonly appKey: string
  /** Takes a backup under load; returns the moment when it began. */
  backup(): Promise<number>
  /** Puts the backup in the place of the database, as docs/cli.md says, while clients go on. */
  restore(onRestored: () => Promise<void>): Promise<void>
  /** What the nodes printed. */
  output(): string
  close(): Promise<void>
}

const heartbeatSeconds = 2
/** Less than in real life, so that the end of a run need not wait long for what crashed in the middle. */
const streamSilenceSeconds = 10
const program = fileURLToPath(new URL('../../packages/server/src/cli/main.ts', import.meta.url))

const run = async (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> => {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`unable to run ${program}; it ended with ${code}: ${errors}`)
}

/** Starts everything; what was started is ended again if a step fails. */
export const startStack = async ({ nodes: count, roles }: { readonly nodes: number; readonly roles: 'alike' | 'split' }): Promise<Stack> => {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'palaver-chaos-'))
    closers.push(() => rm(folder, { recursive: true, force: true }))
    const postgres = await startPostgres()
    closers.push(() => postgres.stop())
    const redis = await startRedis()
    closers.push(() => redis.stop())
    const databaseUrl = await postgres.createDatabase()
    const appKey = randomBytes(24).toString('base64url')
    const environment = {
      PALAVER_MIGRATE: 'true',
      PALAVER_APP_KEYS: appKey,
      PALAVER_LIMITS: highLimits,
      PALAVER_STREAM_SILENCE_SECONDS: String(streamSilenceSeconds),
      PALAVER_HEARTBEAT_SECONDS: String(heartbeatSeconds),
      LOG_LEVEL: 'warn',
    }
    const prepare = async (name: string, role: string): Promise<ChaosNode> => {
      const node = await createNode(name, { database: databaseUrl, redis: redis.url }, { ...environment, PALAVER_ROLE: role, PALAVER_DATA_DIR: join(folder, name.replace(' ', '-')) })
      closers.push(() => node.close())
      return node
    }
    const nodes: ChaosNode[] = []
    for (let number = 1; number <= count; number++) nodes.push(await prepare(`node ${number}`, roles === 'split' ? 'gateway' : 'all'))
    const worker = await prepare('the worker', 'worker')
    const processes = [...nodes, worker]
    const reviveAll = async (): Promise<void> => void (await Promise.all(processes.map((node) => node.revive())))
    await reviveAll()

    const bin = await findPrograms()
    const file = join(folder, 'backup')
    const name = new URL(databaseUrl).pathname.slice(1)
    return {
      postgres,
      redis,
      databaseUrl,
      nodes,
      worker,
      appKey,
      backup: async () => {
        const began = Date.now()
        await run(join(bin, 'pg_dump'), ['--format=custom', `--file=${file}`, databaseUrl])
        return began
      },
      restore: async (onRestored) => {
        await Promise.all(processes.map((node) => node.process.kill()))
        await maintain(postgres.url, `DROP DATABASE ${name} WITH (FORCE)`)
        await maintain(postgres.url, `CREATE DATABASE ${name}`)
        await run(join(bin, 'pg_restore'), ['--no-owner', `--dbname=${databaseUrl}`, file])
        await run(process.execPath, ['--conditions=source', program, 'lineage', 'new'], { DATABASE_URL: databaseUrl })
        await onRestored()
        await reviveAll()
      },
      output: () => processes.map((node) => `== ${node.name}\n${node.process.output()}`).join('\n'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
