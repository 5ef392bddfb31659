import { type AppRole, can } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitChange } from '../messages/port.ts'
import { readDeleted, readDeletedEdits } from './audit.ts'
import { deleteMessages } from './delete-change.ts'
import { restoreMessages } from './restore-change.ts'

export interface DeletionsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
  /** How long after a deletion whoever deleted may undo it, in milliseconds. */
  readonly undoMs: number
}

/** Binds `message.delete`, `message.restore`, and what auditors read. */
export function createDeletions({ commands, sql, writer, undoMs }: DeletionsParts): void {
  commands.bindUser('message.delete', (input, caller) => submitChange(writer, deleteMessages, { command: 'message.delete', input, caller }, {}))
  commands.bindUser('message.restore', (input, caller) => submitChange(writer, restoreMessages, { command: 'message.restore', input, caller }, { windowMs: undoMs }))
  commands.bindUser('message.deleted', async ({ conversationId, before = Number.MAX_SAFE_INTEGER, limit = 50 }, { role }) => {
    requireAuditor(role)
    const deleted = await readDeleted(sql, { conversationId, before, limit: limit + 1 })
    if (!deleted) throw new PalaverError('not_found', 'unable to read what was deleted; there is no such conversation')
    return { deleted: deleted.slice(0, limit), hasMore: deleted.length > limit }
  })
  commands.bindUser('message.deletedEdits', async ({ conversationId, messageId, before = Number.MAX_SAFE_INTEGER, limit = 20 }, { role }) => {
    requireAuditor(role)
    const edits = await readDeletedEdits(sql, { conversationId, messageId, before, limit: limit + 1 })
    if (!edits) throw new PalaverError('not_found', 'unable to read what was deleted; no such message is')
    return { edits: edits.slice(0, limit), hasMore: edits.length > limit }
  })
}

/** Before anything is looked up, so that nobody else learns from the answer what there is. */
function requireAuditor(appRole: AppRole): void {
  if (!can('message.deleted', { appRole })) throw new PalaverError('forbidden', 'unable to read what was deleted; only administrators and moderators may')
}
