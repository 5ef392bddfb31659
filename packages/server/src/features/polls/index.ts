import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitChange } from '../messages/port.ts'
import type { People } from '../people/port.ts'
import { closeDuePolls, closePolls, type PollDue, votePolls } from './changes.ts'
import { readVoters } from './repository.ts'

export { requirePoll } from './poll-rules.ts'

export interface PollsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
  readonly people: Pick<People, 'findByIds'>
  readonly timers: Pick<Timers, 'handle'>
}

/** Binds `poll.vote`, `poll.close` and `poll.voters`, and what happens when a poll's time comes. */
export function createPolls({ commands, sql, writer, people, timers }: PollsParts): void {
  commands.bindUser('poll.vote', (input, caller) => submitChange(writer, votePolls, { command: 'poll.vote', input, caller }, { optionIds: [...new Set(input.optionIds)] }))
  commands.bindUser('poll.close', (input, caller) => submitChange(writer, closePolls, { command: 'poll.close', input, caller }, {}))
  const listVoters = async ({ before = Number.MAX_SAFE_INTEGER, limit = 50, ...named }: CommandInput<'poll.voters'>, userId: string): Promise<CommandOutput<'poll.voters'>> => {
    const found = await readVoters(sql, { ...named, userId, before, limit: limit + 1 })
    if (!found) throw new PalaverError('not_found', 'unable to list voters; there is no such poll')
    if (found.anonymous) throw new PalaverError('forbidden', 'unable to list voters; the poll is anonymous')
    if (!found.known) throw new PalaverError('invalid_input', 'unable to list voters; the poll has no such option', { path: '/optionId' })
    const voters = (found.voters ?? []).slice(0, limit)
    return { voters, people: voters.length === 0 ? [] : await people.findByIds(voters.map((voter) => voter.userId)), hasMore: (found.voters ?? []).length > limit }
  }
  commands.bindUser('poll.voters', (input, { userId }) => listVoters(input, userId))
  // The trigger of migrations/0001-feature-functions.ts sets it with the message. A crash before it goes brings it again, and then the poll is closed.
  timers.handle<PollDue>('poll.close', async (due) => {
    await writer.submit(closeDuePolls, due)
  })
}
