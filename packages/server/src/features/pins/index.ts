import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitChange } from '../messages/port.ts'
import { pinMessages } from './change.ts'
import { readPins } from './repository.ts'

export interface PinsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `message.pin`, `message.unpin` and `pin.list`. */
export function createPins({ commands, sql, writer }: PinsParts): void {
  commands.bindUser('message.pin', (input, caller) => submitChange(writer, pinMessages, { command: 'message.pin', input, caller }, { pinned: true }))
  commands.bindUser('message.unpin', (input, caller) => submitChange(writer, pinMessages, { command: 'message.unpin', input, caller }, { pinned: false }))
  commands.bindUser('pin.list', async ({ conversationId }, { userId }) => {
    const messages = await readPins(sql, conversationId, userId)
    if (!messages) throw new PalaverError('not_found', 'unable to list what is pinned; there is no such conversation')
    return { messages }
  })
}
