import type { Commands } from '../../platform/commands.ts'
import { Replay } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { Sender } from '../messages/port.ts'
import { answerPrivately, submitPrivately } from '../private-rows/port.ts'
import { cancelScheduled, hastenScheduled, scheduleMessages, updateScheduled } from './changes.ts'
import { type DueParts, sendDue } from './due.ts'
import { readScheduled } from './repository.ts'
import { type ScheduledDue, timerKind } from './row.ts'

export interface ScheduledParts extends DueParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'handle' | 'wake'>
  readonly messages: Sender
}

/** Binds `message.schedule`, the scheduled.* commands, and what happens when the time comes. */
export function createScheduled({ commands, sql, timers, ...parts }: ScheduledParts): void {
  const { writer, messages } = parts
  const [add, update, cancel, hasten] = [scheduleMessages(timers), updateScheduled(timers), cancelScheduled(timers), hastenScheduled(timers)]
  commands.bindUser('message.schedule', async (input, caller) => {
    const { at: _at, ...said } = input
    const { permissions = [] } = await messages.ready(said, caller)
    const attempt = { callerId: caller.userId, command: 'message.schedule', input }
    const { rows, replay } = await submitPrivately(writer, add, { callerId: caller.userId, input: { scheduled: input, appRole: caller.role, permissions }, attempt })
    return replay ? new Replay({ rows }) : { rows }
  })
  commands.bindUser('scheduled.list', async ({ conversationId, after = '', limit = 20 }, { userId }) => {
    const rows = await readScheduled(sql, { userId, after, conversationId, limit: limit + 1 })
    return { rows: rows.slice(0, limit), hasMore: rows.length > limit }
  })
  commands.bindUser('scheduled.update', (input, { userId }) => {
    messages.requireAcceptable(input)
    return answerPrivately(writer, update, { command: 'scheduled.update', input, userId })
  })
  commands.bindUser('scheduled.cancel', (input, { userId }) => submitPrivately(writer, cancel, { callerId: userId, input }))
  commands.bindUser('scheduled.sendNow', async (input, { userId }) => {
    const answer = await submitPrivately(writer, hasten, { callerId: userId, input })
    timers.wake()
    return answer
  })
  timers.handle<ScheduledDue>(timerKind, (due) => sendDue(parts, due))
}
