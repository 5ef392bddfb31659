import type { CommandInput, CommandOutput } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Replay } from '../../platform/commands.ts'
import type { ReadyMessage } from './submit-send.ts'

type Input = CommandInput<'message.send'>

/** Sending by the way of `message.send`, for features that send in somebody's name. */
export interface Sender {
  /** Sends; the same clientId sends once. @throws {PalaverError} what `message.send` refuses. */
  send(input: Input, caller: UserCaller): Promise<CommandOutput<'message.send'> | Replay<CommandOutput<'message.send'>>>
  /**
   * What would be sent, and the permissions that it needs beside sending.
   * @throws {PalaverError} what `message.send` refuses of the input; neither membership nor permissions are looked at.
   */
  ready(input: Input, caller: UserCaller): Promise<ReadyMessage>
  /** @throws {PalaverError} when this deployment takes no such content or custom data. */
  requireAcceptable(said: Partial<Pick<Input, 'content' | 'custom'>>): void
}
