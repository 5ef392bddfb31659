import type { Run } from '../results.ts'
import type { DatabaseLoad } from './database-load.ts'

/** How they came back, as written to storm.json. */
export interface Storm extends Run {
  readonly people: number
  readonly nodes: number
  /** From the drop until the last client had everything. */
  readonly allSyncedMs: number
  readonly halfSyncedMs: number
  /** Sockets opened in each second after the drop. */
  readonly opensPerSecond: readonly number[]
  /** Clients that opened more than one socket: a second wave. */
  readonly openedTwice: number
  /** Until everybody showed what was sent meanwhile, over the other nodes too. */
  readonly allCompleteMs: number
  readonly database: DatabaseLoad
  /** Lines of nginx's error log. */
  readonly proxyErrors: number
  readonly nodesCpuMs: number
  /** Longest stall of this process, which holds all clients: what it adds is not the server's. */
  readonly generatorStallMs: number
}
