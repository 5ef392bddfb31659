import { fileURLToPath } from 'node:url'
import { clientCount, conversationOf } from '../workload.ts'
import { startServer } from './server-process.ts'
import type { System } from './system.ts'

/** What fan-out alone costs, and proof of how much the generator itself can take. */
export const bareWs: System = {
  name: 'bare-ws',
  title: 'bare `ws`, no storage',
  async start({ workload, folder, nodeArgs }) {
    const server = await startServer({
      script: fileURLToPath(new URL('./peers/bare-ws-server.ts', import.meta.url)),
      nodeArgs,
      env: { COUNTS_OWN: String(workload.countsOwn) },
      cwd: folder,
      readyPath: '/ready',
    })
    const clients = Array.from({ length: clientCount(workload) }, (_, n) => ({ conversationId: String(conversationOf(workload, n)) }))
    return {
      dialect: 'bare',
      port: server.port,
      clients,
      serverPid: server.pid,
      async finish() {
        await server.stop()
        return undefined
      },
    }
  },
}
