import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitChange } from '../messages/port.ts'
import { acknowledgements } from './change.ts'
import { readAcknowledgements } from './repository.ts'

export { silentOption, urgentOption } from './options.ts'

export interface PrioritiesParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `message.acknowledge` and `message.acknowledgements`. */
export function createPriorities({ commands, sql, writer }: PrioritiesParts): void {
  commands.bindUser('message.acknowledge', (input, caller) => submitChange(writer, acknowledgements, { command: 'message.acknowledge', input, caller }, {}))
  commands.bindUser('message.acknowledgements', async ({ conversationId, messageId, before = Number.MAX_SAFE_INTEGER, limit = 50 }, { userId }) => {
    const found = await readAcknowledgements(sql, { conversationId, messageId, userId, before, limit: limit + 1 })
    if (!found) throw new PalaverError('not_found', 'unable to list the acknowledgements; there is no such message')
    return { acknowledgements: found.slice(0, limit), hasMore: found.length > limit }
  })
}
