import type { CommandInput, CommandName, CommandOutput, ErrorBody, Message, MessageParts, MessageRef, SentMessage } from '@palaver/protocol'
import type { Given } from '../commands/runner.ts'

/** A write that waits for the server, as it is stored and as other tabs get it. */
interface Entry {
  /** A UUIDv7, of commands with one their clientId: entries leave in the order of their keys. */
  readonly key: string
  readonly conversationId: string
  /** Epoch milliseconds by this device's clock. */
  readonly createdAt: number
  /** `sent`: acknowledged, but the row itself has not come yet. */
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly error?: ErrorBody | undefined
}

/** The commands that send a message. */
export type SendCommand = { [Name in CommandName]: SentMessage extends CommandOutput<Name> ? (CommandOutput<Name> extends SentMessage ? Name : never) : never }[CommandName]

/** A message on its way. */
export interface PendingSend<Name extends SendCommand = SendCommand> extends Entry {
  readonly command: Name
  readonly input: Given<CommandInput<Name>> & { readonly conversationId: string; readonly clientId: string }
  /** What the timeline shows of it. */
  readonly shown: Pick<Message, 'content' | 'custom'> & MessageParts
  /** What the timeline shows of the message that this one answers. */
  readonly replyTo?: MessageRef | undefined
  readonly ack?: SentMessage | undefined
}

/** The commands that change a message which was sent before, and answer with it. */
export type ChangeCommand = {
  [Name in CommandName]: CommandInput<Name> extends { messageId: string } ? (CommandOutput<Name> extends { message: Message } ? Exclude<Name, 'message.get'> : never) : never
}[CommandName]

/** A change of a message on its way. */
export interface PendingChange<Name extends ChangeCommand = ChangeCommand> extends Entry {
  readonly command: Name
  readonly input: Given<CommandInput<Name>> & { readonly conversationId: string; readonly messageId: string }
}

export type OutboxEntry = PendingSend | PendingChange

/** Is it a message, and not the change of one? */
export const isSend = (entry: OutboxEntry): entry is PendingSend => !('messageId' in entry.input)
