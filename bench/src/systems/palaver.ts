import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDatabase } from './database.ts'
import { countRows } from './pglite-rows.ts'
import { signUp } from './palaver-api.ts'
import { startServer } from './server-process.ts'
import type { StartOptions, System } from './system.ts'

const script = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url))
const appKey = 'bench-0123456789abcdef0123456789abcdef'
// Counted and enforced as always, but out of the way.
const raisedLimits = ['send', 'create', 'write', 'app', 'address'].map((name) => `${name}=100000000`).join(',')
// A hundred members send what a hundred thousand would.
const raisedSocketLimits = 'maxCommandsInFlight=10000,framesPerSecond=1000000,framesBurst=1000000,maxUnauthenticatedPerAddress=1000000'

/** Palaver with its embedded database. */
export const palaverPglite: System = {
  name: 'palaver-pglite',
  title: 'Palaver, PGlite',
  async start(options) {
    const dataDir = join(options.folder, 'data')
    const { server, clients } = await startPalaver(options, { PALAVER_DATA_DIR: dataDir })
    return {
      dialect: 'palaver',
      port: server.port,
      clients,
      serverPid: server.pid,
      async finish() {
        await server.stop()
        return countRows(join(dataDir, 'pglite'))
      },
    }
  },
}

/** Palaver on PostgreSQL. */
export const palaverPostgres: System = {
  name: 'palaver-postgres',
  title: 'Palaver, PostgreSQL',
  async start(options) {
    const database = await startDatabase()
    try {
      const { server, clients } = await startPalaver(options, {
        PALAVER_DATA_DIR: join(options.folder, 'data'),
        DATABASE_URL: database.url,
      })
      return {
        dialect: 'palaver',
        port: server.port,
        clients,
        serverPid: server.pid,
        databasePid: database.pid,
        async finish() {
          await server.stop()
          const rows = await database.count('messages')
          await database.stop()
          return rows
        },
      }
    } catch (error) {
      await database.stop()
      throw error
    }
  },
}

async function startPalaver({ workload, folder, nodeArgs }: StartOptions, env: Readonly<Record<string, string>>) {
  const server = await startServer({
    script,
    nodeArgs,
    env: { ...env, PALAVER_APP_KEYS: appKey, PALAVER_MIGRATE: 'true', PALAVER_LIMITS: raisedLimits, PALAVER_SOCKET_LIMITS: raisedSocketLimits, LOG_LEVEL: 'warn' },
    cwd: folder,
    readyPath: '/health/ready',
  })
  try {
    return { server, clients: await signUp({ port: server.port, appKey, workload }) }
  } catch (error) {
    await server.stop()
    throw error
  }
}
