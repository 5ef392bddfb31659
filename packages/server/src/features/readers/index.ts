import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import { firstId, readIdCursor, writeIdCursor } from '../../platform/id-cursor.ts'
import type { Sql } from '../../platform/sql.ts'
import type { People } from '../people/port.ts'
import { readReaders } from './repository.ts'

export interface ReadersParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly people: Pick<People, 'findByIds'>
}

/** Binds `message.readers`. */
export function createReaders({ commands, sql, people }: ReadersParts): void {
  commands.bindUser('message.readers', async ({ conversationId, messageId, state = 'read', cursor, limit = 50 }, { userId }) => {
    const after = cursor === undefined ? firstId : readIdCursor(cursor, 'tell who read the message')
    const readers = await readReaders(sql, { conversationId, messageId, userId, state, after, limit: limit + 1 })
    if (!readers) throw new PalaverError('not_found', 'unable to tell who read the message; there is no such message')
    const ids = readers.userIds.slice(0, limit)
    const last = readers.userIds.length > limit ? ids.at(-1) : undefined
    const found = new Map((ids.length === 0 ? [] : await people.findByIds(ids)).map((person) => [person.id, person]))
    return { counts: readers.counts, people: ids.flatMap((id) => found.get(id) ?? []), ...(last !== undefined && { nextCursor: writeIdCursor(last) }) }
  })
}
