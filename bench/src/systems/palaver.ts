import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countOfSent, countRows } from './pglite-rows.ts'
import { signUp } from './palaver-api.ts'
import { startServer } from './server-process.ts'
import type { RunningSystem, StartOptions, System } from './system.ts'
import { withDatabase } from './with-database.ts'

const script = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url))
const appKey = 'bench-0123456789abcdef0123456789abcdef'
// Counted and enforced as always, but out of the way.
const raisedLimits = ['send', 'create', 'marks', 'read', 'write', 'app', 'address'].map((name) => `${name}=100000000`).join(',')
// A hundred members send what a hundred thousand would.
const raisedSocketLimits = 'maxCommandsInFlight=10000,framesPerSecond=1000000,framesBurst=1000000,maxUnauthenticatedPerAddress=1000000'

/** Palaver with its embedded database. */
export const palaverPglite: System = {
  name: 'palaver-pglite',
  title: 'Palaver, PGlite',
  async start(options) {
    const running = await startPalaver(options)
    return {
      ...running,
      async finish() {
        await running.finish()
        return countRows(join(dataDirOf(options), 'pglite'))
      },
    }
  },
}

/** Palaver on PostgreSQL. */
export const palaverPostgres: System = {
  name: 'palaver-postgres',
  title: 'Palaver, PostgreSQL',
  start: (options) => withDatabase((database) => startPalaver(options, { DATABASE_URL: database.url }), countOfSent),
}

const dataDirOf = ({ folder }: StartOptions): string => join(folder, 'data')

/** Starts it with `env` and signs everybody of the workload up. */
export async function startPalaver(options: StartOptions, env: Readonly<Record<string, string>> = {}): Promise<RunningSystem> {
  const { workload, folder, nodeArgs } = options
  const server = await startServer({
    script,
    nodeArgs,
    env: {
      ...env,
      PALAVER_DATA_DIR: dataDirOf(options),
      PALAVER_APP_KEYS: appKey,
      PALAVER_MIGRATE: 'true',
      PALAVER_LIMITS: raisedLimits,
      PALAVER_SOCKET_LIMITS: raisedSocketLimits,
      LOG_LEVEL: 'warn',
    },
    cwd: folder,
    readyPath: '/health/ready',
  })
  try {
    return {
      dialect: 'palaver',
      ports: [server.port],
      ...(await signUp({ port: server.port, appKey, workload })),
      serverPids: [server.pid],
      databasePids: [],
      async finish() {
        await server.stop()
        return undefined
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
