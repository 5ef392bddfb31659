import type { Content, Message, MessageParts, MessageRef, PalaverError } from '@palaver/protocol'

/** How far an own message has come; messages of others are always `sent`. `failed`: refused for good, see `error`. */
export type MessageStatus = 'pending' | 'sent' | 'delivered' | 'read' | 'failed'

/** A message as the timeline shows it, acknowledged or not. */
export interface TimelineMessage extends MessageParts {
  /** Stays the same from the first moment on; unique in a timeline. The `clientId`. */
  readonly key: string
  /** Absent until acknowledged. */
  readonly id?: string | undefined
  /** Its place in the conversation; absent until acknowledged. */
  readonly position?: number | undefined
  /** Of a system message: who did what it tells of. */
  readonly senderId: string
  /** Kinds, and types of notes, that this version does not know may come: show that there is something that cannot be shown. */
  readonly content: Content
  readonly replyTo?: MessageRef | undefined
  /** Data of the application's own; `customData` reads it. */
  readonly custom?: Message['custom'] | undefined
  /** Epoch milliseconds: by the server's clock once acknowledged, by this device's before. */
  readonly createdAt: number
  /** Sent by the caller; never a system message. */
  readonly mine: boolean
  /** In conversations of more than two: `delivered` and `read` mean by all other members. */
  readonly status: MessageStatus
  /** Why it was refused; only with `failed`. */
  readonly error?: PalaverError | undefined
}
