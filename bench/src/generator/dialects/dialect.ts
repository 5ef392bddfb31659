import type { ClientPlan } from '../plan.ts'

/** What a text frame is to the generator. */
export const frameKinds = { other: 0, delivery: 1, acknowledgement: 2, refusal: 3, ping: 4 } as const
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds]

/** What a connection answers while it is being set up. */
export interface Greeting {
  readonly send?: string
  readonly ready?: boolean
}

/** How a system is spoken to. Frames arrive as ranges of a buffer and are told apart by their first bytes. */
export interface Dialect {
  path(client: ClientPlan): string
  /** The WebSocket subprotocol, if one is asked for. */
  readonly subprotocol?: string
  /** Answers a frame before the connection is ready; absent when it is ready once open. */
  greet?(client: ClientPlan, frame: string): Greeting
  kind(bytes: Buffer, start: number): FrameKind
  /** The sequence number that an acknowledgement or refusal is about. */
  sequence(bytes: Buffer, start: number): number
  /** The answer to a ping. */
  readonly pong: string
  /** The frame that sends `text`, to be acknowledged by `sequence`. */
  send(conversationId: string, sequence: number, text: string): string
  /** The frame that moves the sender's marks to the end; its acknowledgement has a number from `sequenceLimit` on. */
  mark?(conversationId: string): string
  /** The next question of a client that catches up, when a frame says that there is more. */
  askMore?(frame: string): string | undefined
}
