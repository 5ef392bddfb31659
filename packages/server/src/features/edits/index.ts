import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { requireShortEnough, submitChange } from '../messages/port.ts'
import { editMessages } from './change.ts'
import { readEdits } from './repository.ts'

export interface EditsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
  readonly requireCustom: RequireCustom
  readonly textMaxLength: number
  /** How long after sending a message may be edited, in milliseconds. */
  readonly editWindowMs: number
}

/** Binds `message.edit` and `message.edits`. */
export function createEdits({ commands, sql, writer, requireCustom, textMaxLength, editWindowMs }: EditsParts): void {
  commands.bindUser('message.edit', (input, caller) => {
    const { content, custom } = input
    requireShortEnough(content.text, textMaxLength, 'edit the message')
    requireCustom({ holder: 'message', custom, doing: 'edit the message' })
    return submitChange(writer, editMessages, { command: 'message.edit', input, caller }, { content, custom, windowMs: editWindowMs })
  })
  commands.bindUser('message.edits', async ({ conversationId, messageId, before = Number.MAX_SAFE_INTEGER, limit = 20 }, { userId }) => {
    const edits = await readEdits(sql, { conversationId, messageId, userId, before, limit: limit + 1 })
    if (!edits) throw new PalaverError('not_found', 'unable to list the edits; there is no such message')
    return { edits: edits.slice(0, limit), hasMore: edits.length > limit }
  })
}
