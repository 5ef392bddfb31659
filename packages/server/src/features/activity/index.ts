import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitPrivately } from '../private-rows/port.ts'
import { newest, readCursor, writeCursor } from './cursor.ts'
import { moveReadMark } from './read-change.ts'
import { readActivity } from './repository.ts'

export interface ActivityParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
}

/** Binds `activity.list` and `activity.read`. */
export function createActivity({ commands, sql, writer }: ActivityParts): void {
  commands.bindUser('activity.list', async ({ cursor, limit = 20 }, { userId }) => {
    const { readTo, unread, entries, next } = await readActivity(sql, userId, { below: cursor === undefined ? newest : readCursor(cursor), limit })
    return { entries: [...entries], readTo, ...(cursor === undefined && { unread }), ...(next && { nextCursor: writeCursor(next) }) }
  })
  commands.bindUser('activity.read', (input, { userId }) => submitPrivately(writer, moveReadMark, { callerId: userId, input }))
}
