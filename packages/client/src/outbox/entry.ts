import type { CommandInput, ErrorBody, MessageRef, SentMessage } from '@palaver/protocol'
import type { Given } from '../commands/runner.ts'

/** A write that waits for the server, as it is stored and as other tabs get it. */
export interface OutboxEntry {
  /** The command's clientId, a UUIDv7: entries leave in the order of their keys. */
  readonly key: string
  readonly conversationId: string
  readonly command: 'message.send'
  readonly input: Given<CommandInput<'message.send'>>
  /** What the timeline shows of the message that this one answers. */
  readonly replyTo?: MessageRef | undefined
  /** Epoch milliseconds by this device's clock. */
  readonly createdAt: number
  /** `sent`: acknowledged, but the row itself has not come yet. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly ack?: SentMessage | undefined
  readonly error?: ErrorBody | undefined
}
