import { fileURLToPath } from 'node:url'
import type { DialectName } from '../generator/plan.ts'
import { conversationCount, conversationsOf } from '../workload.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import type { RunningSystem, StartOptions } from './system.ts'

export interface Peer {
  readonly dialect: DialectName
  readonly script: URL
  readonly env?: Readonly<Record<string, string>>
  /** How many of it, beside each other; one when absent. */
  readonly processes?: number
}

/** Starts what we measure ourselves against. Nobody signs up there: a client only names its conversations. */
export async function startPeer({ workload, folder, nodeArgs }: StartOptions, { dialect, script, env = {}, processes = 1 }: Peer): Promise<RunningSystem> {
  const servers: ServerProcess[] = []
  const stop = async (): Promise<undefined> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  try {
    while (servers.length < processes) {
      servers.push(await startServer({
        script: fileURLToPath(script),
        nodeArgs,
        env: { ...env, COUNTS_OWN: String(workload.countsOwn) },
        cwd: folder,
        readyPath: '/ready',
      }))
    }
  } catch (error) {
    await stop()
    throw error
  }
  return {
    dialect,
    ports: servers.map(({ port }) => port),
    clients: Array.from({ length: workload.people }, (_, n) => ({ follows: conversationsOf(workload, n).map((at) => [String(at), 0, 0] as const) })),
    conversationIds: Array.from({ length: conversationCount(workload) }, (_, n) => String(n)),
    serverPids: servers.map(({ pid }) => pid),
    databasePids: [],
    finish: stop,
  }
}
