import type { Step, StepOutcome } from '../step.ts'
import type { Workload } from '../workload.ts'

export type DialectName = 'bare' | 'socketio' | 'palaver'

/** What one connection needs. */
export interface ClientPlan {
  readonly conversationId: string
  /** The access token, where the system knows such a thing. */
  readonly token?: string
  /** Where the client stands in its conversation: revision and marksRevision. */
  readonly cursor?: readonly [number, number]
}

/** Everything that the generator's process needs. */
export interface ConnectPlan {
  readonly dialect: DialectName
  readonly port: number
  readonly workload: Workload
  /** One for each connection, conversation by conversation. */
  readonly clients: readonly ClientPlan[]
}

/** To the generator's process. */
export type GeneratorRequest =
  | { readonly type: 'connect'; readonly plan: ConnectPlan }
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'settle'; readonly patienceMs: number }

/** From it: one answer to each request. */
export type GeneratorAnswer =
  | { readonly type: 'connected'; readonly elapsedMs: number }
  | { readonly type: 'stepped'; readonly outcome: StepOutcome }
  | { readonly type: 'settled'; readonly quiet: boolean }
  | { readonly type: 'failed'; readonly reason: string }
