import type { Message } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import { Replay } from '../../platform/commands.ts'
import type { LockedKind, Writer } from '../../platform/writer/change.ts'
import { attemptOf } from '../../platform/writer/receipts.ts'
import type { MessageChange } from './message-change.ts'

/** A command that changes a message, as it came. */
export interface ChangeInput {
  readonly command: string
  readonly input: { readonly conversationId: string; readonly messageId: string; readonly clientId?: string }
  readonly caller: Pick<UserCaller, 'userId' | 'role'>
}

interface Changed {
  readonly message: Message
}

/** Makes the change that a command asks for. What comes again with its clientId changes nothing, however late, and is answered as a replay. */
export async function submitChange<Change extends MessageChange>(
  writer: Writer,
  kind: LockedKind<Change, Message>,
  { command, input, caller }: ChangeInput,
  more: Omit<Change, keyof MessageChange>,
): Promise<Changed | Replay<Changed>> {
  const { conversationId, messageId } = input
  const change = { ...more, conversationId, messageId, callerId: caller.userId, appRole: caller.role, ...attemptOf(caller.userId, command, input) } as unknown as Change
  const { result, replay } = await writer.submit(kind, change)
  return replay ? new Replay({ message: result }) : { message: result }
}
