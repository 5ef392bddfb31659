import { fileURLToPath } from 'node:url'
import type { DialectName } from '../generator/plan.ts'
import { clientCount, conversationOf } from '../workload.ts'
import { startServer } from './server-process.ts'
import type { RunningSystem, StartOptions } from './system.ts'

export interface Peer {
  readonly dialect: DialectName
  readonly script: URL
  readonly env?: Readonly<Record<string, string>>
}

/** Starts what we measure ourselves against. Nobody signs up there: a client only names its conversation. */
export async function startPeer({ workload, folder, nodeArgs }: StartOptions, { dialect, script, env = {} }: Peer): Promise<RunningSystem> {
  const server = await startServer({
    script: fileURLToPath(script),
    nodeArgs,
    env: { ...env, COUNTS_OWN: String(workload.countsOwn) },
    cwd: folder,
    readyPath: '/ready',
  })
  const clients = Array.from({ length: clientCount(workload) }, (_, n) => ({ conversationId: String(conversationOf(workload, n)) }))
  return {
    dialect,
    port: server.port,
    clients,
    serverPid: server.pid,
    async finish() {
      await server.stop()
      return undefined
    },
  }
}
