import type { Step, StepOutcome } from '../step.ts'
import type { Workload } from '../workload.ts'

export type DialectName = 'bare' | 'socketio' | 'palaver'

/** What one connection needs. */
export interface ClientPlan {
  /** Its conversations, and where it stands in each: revision and marksRevision, where the system knows such things. */
  readonly follows: readonly (readonly [conversationId: string, revision: number, marksRevision: number])[]
  /** The access token, where the system knows such a thing. */
  readonly token?: string
  /** Follows its conversations as what is on screen is, also large ones. */
  readonly onScreen?: boolean
  /** Asks for all messages after this many, where a system counts them for itself. */
  readonly offset?: number
}

/** Everything that the generator's process needs. */
export interface ConnectPlan {
  readonly dialect: DialectName
  /** Of each process of the server; connections take turns. */
  readonly ports: readonly number[]
  readonly workload: Workload
  /** Ids of the workload's conversations. */
  readonly conversationIds: readonly string[]
  /** One for each connection. */
  readonly clients: readonly ClientPlan[]
}

/** What a client that was away got, measured from the frame that says where it stands. */
export interface CatchUp {
  readonly messages: number
  /** Until the last message was read. */
  readonly ms: number
  /** The whole of it, from before the TCP connection. */
  readonly withConnectMs: number
  /** Commands that asked for messages, after the frame that says where the client stands. */
  readonly requests: number
  /** Bytes on the wire, compressed as agreed, frame headers included. */
  readonly bytes: number
}

/** A client comes back from `client.follows` and wants so many messages. */
export interface CatchUpPlan {
  readonly dialect: DialectName
  readonly port: number
  readonly client: ClientPlan
  readonly messages: number
}

/** To the generator's process. */
export type GeneratorRequest =
  | { readonly type: 'connect'; readonly plan: ConnectPlan; readonly upTo: number }
  | { readonly type: 'connect-more'; readonly upTo: number }
  | { readonly type: 'catch-up'; readonly plan: CatchUpPlan }
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'settle'; readonly patienceMs: number }

/** From it: one answer to each request. */
export type GeneratorAnswer =
  | { readonly type: 'connected'; readonly elapsedMs: number }
  | { readonly type: 'caught-up'; readonly catchUp: CatchUp }
  | { readonly type: 'stepped'; readonly outcome: StepOutcome }
  | { readonly type: 'settled'; readonly quiet: boolean }
  | { readonly type: 'failed'; readonly reason: string }
