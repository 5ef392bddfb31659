import type { ClientPlan, DialectName } from '../generator/plan.ts'
import type { Workload } from '../workload.ts'

export const systemNames = ['palaver-pglite', 'palaver-postgres', 'socketio-postgres', 'socketio-redis', 'bare-ws'] as const
export type SystemName = (typeof systemNames)[number]

export interface StartOptions {
  readonly workload: Workload
  /** A folder of this start's own, removed after it. */
  readonly folder: string
  /** Arguments for Node before the server's script, such as `--cpu-prof`. */
  readonly nodeArgs: readonly string[]
}

/** A server with everybody signed up, ready for connections. */
export interface RunningSystem {
  readonly dialect: DialectName
  /** Of each of its processes. */
  readonly ports: readonly number[]
  readonly clients: readonly ClientPlan[]
  readonly conversationIds: readonly string[]
  readonly serverPids: readonly number[]
  /** Database and bus; none when they are part of the server, or there are none. */
  readonly databasePids: readonly number[]
  /** Stops everything; before that, or from what is left on disk, counts the stored messages. Absent when the system stores none. */
  finish(): Promise<number | undefined>
}

/** Something that is measured. */
export interface System {
  readonly name: SystemName
  readonly title: string
  start(options: StartOptions): Promise<RunningSystem>
}
