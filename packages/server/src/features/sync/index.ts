import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { MessageLog } from '../../platform/message-log/message-log.ts'

export interface SyncFeatureParts {
  readonly commands: Commands
  readonly log: Pick<MessageLog, 'changes' | 'userChanges'>
}

/** As many rows as one answer may hold. */
const mostRows = 1000

/** Binds `conversation.changes` and `user.changes`, by which clients pull what a `sync` frame left to them. */
export const createSync = ({ commands, log }: SyncFeatureParts): void => {
  commands.bindUser('conversation.changes', async ({ conversationId, since, limit }, { userId }) => {
    const changes = await log.changes({ conversationId, userId, since, limit: limit ?? mostRows })
    if (!changes) throw new PalaverError('not_found', 'unable to get the changes; there is no such conversation')
    return changes
  })
  commands.bindUser('user.changes', ({ since, limit }, { userId }) => log.userChanges(userId, since, limit ?? mostRows))
}
