import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitPrivately } from '../private-rows/port.ts'
import { addSaved, removeSaved } from './change.ts'
import { readSavedMessages } from './repository.ts'

export interface SavedParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `saved.add`, `saved.remove` and `saved.messages`. */
export function createSaved({ commands, sql, writer }: SavedParts): void {
  commands.bindUser('saved.add', (input, { userId }) => submitPrivately(writer, addSaved, { callerId: userId, input }))
  commands.bindUser('saved.remove', (input, { userId }) => submitPrivately(writer, removeSaved, { callerId: userId, input }))
  commands.bindUser('saved.messages', async ({ messageIds }, { userId }) => ({ messages: await readSavedMessages(sql, userId, messageIds) }))
}
