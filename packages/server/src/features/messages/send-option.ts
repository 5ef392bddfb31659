import type { CommandInput } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { SendChange } from './send-change.ts'

/** What an option makes of a message. */
export type SendExtras = Pick<SendChange, 'parts' | 'permissions'>

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
    const { parts, permissions = [] } = (made instanceof Promise ? await made : made) ?? none
    if (parts || permissions.length > 0) all = { parts: { ...all.parts, ...parts }, permissions: [...(all.permissions ?? []), ...permissions] }
  }
  return all
}

const none: SendExtras = Object.freeze({})
