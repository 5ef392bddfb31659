import { fileURLToPath } from 'node:url'
import { clientCount, conversationOf } from '../workload.ts'
import { startDatabase } from './database.ts'
import { startServer } from './server-process.ts'
import type { System } from './system.ts'

/** The peer: Socket.IO with one INSERT for each message, as its tutorial writes it, on PostgreSQL. */
export const socketioPostgres: System = {
  name: 'socketio-postgres',
  title: 'Socket.IO + PostgreSQL',
  async start({ workload, folder, nodeArgs }) {
    const database = await startDatabase()
    try {
      const server = await startServer({
        script: fileURLToPath(new URL('./peers/socketio-server.ts', import.meta.url)),
        nodeArgs,
        env: { DATABASE_URL: database.url, COUNTS_OWN: String(workload.countsOwn) },
        cwd: folder,
        readyPath: '/ready',
      })
      const clients = Array.from({ length: clientCount(workload) }, (_, n) => ({ conversationId: String(conversationOf(workload, n)) }))
      return {
        dialect: 'socketio',
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
