import type { ClientPlan, DialectName } from '../generator/plan.ts'
import type { Workload } from '../workload.ts'

export type SystemName = 'bare-ws' | 'socketio-postgres' | 'palaver-pglite' | 'palaver-postgres'

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
  readonly port: number
  readonly clients: readonly ClientPlan[]
  readonly serverPid: number
  /** Absent when the database is part of the server, or there is none. */
  readonly databasePid?: number
  /** Stops everything; before that, or from what is left on disk, counts the stored messages. Absent when the system stores none. */
  finish(): Promise<number | undefined>
}

/** Something that is measured. */
export interface System {
  readonly name: SystemName
  readonly title: string
  start(options: StartOptions): Promise<RunningSystem>
}
