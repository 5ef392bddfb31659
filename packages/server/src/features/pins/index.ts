import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { pinMessages } from './change.ts'
import { readPins } from './repository.ts'

export interface PinsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `message.pin`, `message.unpin` and `pin.list`. */
export function createPins({ commands, sql, writer }: PinsParts): void {
  const set = async (input: CommandInput<'message.pin'>, { userId, role }: UserCaller, pinned: boolean): Promise<CommandOutput<'message.pin'>> => {
    const { result } = await writer.submit(pinMessages, { ...input, callerId: userId, appRole: role, pinned })
    return { message: result }
  }
  commands.bindUser('message.pin', (input, caller) => set(input, caller, true))
  commands.bindUser('message.unpin', (input, caller) => set(input, caller, false))
  commands.bindUser('pin.list', async ({ conversationId }, { userId }) => {
    const messages = await readPins(sql, conversationId, userId)
    if (!messages) throw new PalaverError('not_found', 'unable to list what is pinned; there is no such conversation')
    return { messages }
  })
}
