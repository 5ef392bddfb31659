import type { CommandInput, ErrorBody, MessageRef, SentMessage } from '@palaver/protocol'

/** A write that waits for the server, as it is stored and as other tabs get it. */
export interface OutboxEntry {
  /** The command's clientId, a UUIDv7: entries leave in the order of their keys. */
  readonly key: string
  readonly conversationId: string
  readonly command: 'message.send'
  readonly input: CommandInput<'message.send'>
  /** What the timeline shows of the message that this one answers. */
  readonly replyTo?: MessageRef
  /** Epoch milliseconds by this device's clock. */
  readonly createdAt: number
  /** `sent`: acknowledged, but the row itself has not come yet. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly ack?: SentMessage
  readonly error?: ErrorBody
}
