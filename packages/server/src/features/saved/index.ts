import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { answerPrivately } from '../private-rows/port.ts'
import { addSaved, removeSaved } from './change.ts'
import { readSavedMessages } from './repository.ts'

export interface SavedParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `saved.add`, `saved.remove` and `saved.messages`. */
export function createSaved({ commands, sql, writer }: SavedParts): void {
  commands.bindUser('saved.add', (input, { userId }) => answerPrivately(writer, addSaved, { command: 'saved.add', input, userId }))
  commands.bindUser('saved.remove', (input, { userId }) => answerPrivately(writer, removeSaved, { command: 'saved.remove', input, userId }))
  commands.bindUser('saved.messages', async ({ messageIds }, { userId }) => ({ messages: await readSavedMessages(sql, userId, messageIds) }))
}
