import type { AppRole, Permission } from '@palaver/core'
import type { Message, MessageParts, SendableContent } from '@palaver/protocol'

/** One message on its way. */
export interface SendChange {
  readonly conversationId: string
  readonly senderId: string
  readonly appRole: AppRole
  readonly clientId: string
  /** Of the canonical input, in hex. */
  readonly hash: string
  /** The id that the message gets, unless it was sent before. */
  readonly id: string
  readonly content: SendableContent
  readonly replyToId?: string
  readonly custom?: NonNullable<Message['custom']>
  /** What features add to it. */
  readonly parts?: MessageParts
  /** How long it stays, in milliseconds, if the sender asks for it. */
  readonly disappearAfterMs?: number
  /** What the sender must be allowed beside sending. */
  readonly permissions?: readonly Permission[]
}

/** One row of the answer; columns by outcome as in migrations/0001-functions.ts. */
export type SendRow = readonly [
  outcome: number,
  position: number,
  revision: number,
  createdAt: number,
  replyToPosition: number | null,
  firstId: string,
  expiresAt?: number | null,
]
