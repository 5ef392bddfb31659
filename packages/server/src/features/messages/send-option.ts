import type { CommandInput, SentMessage } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { LockedKind } from '../../platform/writer/change.ts'
import type { SendChange } from './send-change.ts'

/** What an option makes of a message. */
export interface SendExtras extends Pick<SendChange, 'parts' | 'permissions'> {
  /** What writes it in the place of palaver_send: a feature that does more than sending in the same transaction. */
  readonly writtenBy?: LockedKind<SendChange, SentMessage>
}

/**
 * What a feature makes of its options of a send; undefined when they are not there, and then it costs nothing. Permissions that it names are
 * checked under the lock.
 * @throws {PalaverError} when the message may not be sent so.
 */
export type SendOption = (input: CommandInput<'message.send'>, caller: UserCaller) => SendExtras | undefined | Promise<SendExtras>

/** What all options together make of a message, one after the other, in their order. */
export async function readOptions(options: readonly SendOption[], input: CommandInput<'message.send'>, caller: UserCaller): Promise<SendExtras> {
  let all: SendExtras = none
  for (const option of options) {
    const made = option(input, caller)
    const { parts, permissions = [], ...writtenBy } = (made instanceof Promise ? await made : made) ?? none
    if (parts || permissions.length > 0) all = { ...all, parts: { ...all.parts, ...parts }, permissions: [...(all.permissions ?? []), ...permissions], ...writtenBy }
  }
  return all
}

const none: SendExtras = Object.freeze({})
