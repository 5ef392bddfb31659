import { PalaverError } from '@palaver/protocol'
import { maxFlagsADay } from '@palaver/protocol/definitions'
import type { Commands } from '../../platform/commands.ts'
import { firstId, readIdCursor, writeIdCursor } from '../../platform/id-cursor.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import { closeFlag, type Flagged, readFlags, storeFlag } from './repository.ts'

export interface FlagsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly runtime: Pick<Runtime, 'newId'>
}

const refusals: Readonly<Record<Exclude<Flagged['outcome'], 'flagged'>, () => PalaverError>> = {
  not_found: () => new PalaverError('not_found', 'unable to flag the message; there is no such message'),
  own: () => new PalaverError('forbidden', 'unable to flag the message; it is your own'),
  system: () => new PalaverError('forbidden', 'unable to flag the message; it tells what happened'),
  too_many: () => new PalaverError('limit_reached', `unable to flag the message; you have flagged ${maxFlagsADay} within a day`),
}

/** Binds `message.flag` and, for host backends, `flag.list` and `flag.resolve`. */
export function createFlags({ commands, sql, runtime }: FlagsParts): void {
  commands.bindUser('message.flag', async (input, { userId }) => {
    const flagged = await storeFlag(sql, { ...input, id: runtime.newId(), userId })
    if (flagged.outcome !== 'flagged') throw refusals[flagged.outcome]()
    const { messageId, reason, note } = input
    return { flag: { messageId, reason, ...(note !== undefined && { note }), flaggedAt: flagged.flaggedAt } }
  })
  commands.bind('flag.list', async ({ state = 'open', cursor, limit = 50 }) => {
    const flags = await readFlags(sql, { state, after: cursor === undefined ? firstId : readIdCursor(cursor, 'list flags'), limit: limit + 1 })
    const page = flags.slice(0, limit)
    const last = flags.length > limit ? page.at(-1) : undefined
    return { flags: page, ...(last && { nextCursor: writeIdCursor(last.id) }) }
  })
  commands.bind('flag.resolve', async (input) => {
    const flag = await closeFlag(sql, input)
    if (!flag) throw new PalaverError('not_found', 'unable to close the flag; there is no such flag')
    return { flag }
  })
}
