import { PalaverError } from '@palaver/protocol'
import { type Commands, Replay } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { requireShortEnough } from '../messages/port.ts'
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
  commands.bindUser('message.edit', async (input, { userId, role }) => {
    const { conversationId, messageId, content, custom } = input
    requireShortEnough(content.text, textMaxLength, 'edit the message')
    requireCustom({ holder: 'message', custom, doing: 'edit the message' })
    const attempt = { callerId: userId, command: 'message.edit', input }
    const { result, replay } = await writer.submit(editMessages, { conversationId, messageId, callerId: userId, appRole: role, content, custom, windowMs: editWindowMs, attempt })
    return replay ? new Replay({ message: result }) : { message: result }
  })
  commands.bindUser('message.edits', async ({ conversationId, messageId, before = Number.MAX_SAFE_INTEGER, limit = 20 }, { userId }) => {
    const edits = await readEdits(sql, { conversationId, messageId, userId, before, limit: limit + 1 })
    if (!edits) throw new PalaverError('not_found', 'unable to list the edits; there is no such message')
    return { edits: edits.slice(0, limit), hasMore: edits.length > limit }
  })
}
