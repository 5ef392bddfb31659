import { cpuOfTree } from './cpu.ts'
import type { RunningSystem } from './systems/system.ts'

/** CPU milliseconds so far. */
export interface SystemCpu {
  readonly server: number
  /** Of the database, and of the bus where there is one. */
  readonly database: number
}

const sumOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuOfTree(pid), 0)

/** What a system's processes have used. */
export const readSystemCpu = ({ serverPids, databasePids }: RunningSystem): SystemCpu => ({ server: sumOf(serverPids), database: sumOf(databasePids) })

/** What they used since `before`, for each of `count` things. */
export function cpuSince(running: RunningSystem, before: SystemCpu, count: number): SystemCpu {
  const now = readSystemCpu(running)
  return { server: (now.server - before.server) / count, database: (now.database - before.database) / count }
}
