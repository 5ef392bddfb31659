import { type ErrorCode, PalaverError, type Scheduled } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { Sender } from '../messages/port.ts'
import type { People } from '../people/port.ts'
import { definePrivateChange, submitPrivately } from '../private-rows/port.ts'
import { rowOf, type ScheduledDue } from './row.ts'

/** From now on nobody changes it. Says what is so, and not what happened: a timer that comes again finds it so. */
const begin = definePrivateChange<ScheduledDue>({
  name: 'scheduled.begin',
  doing: 'send the scheduled message',
  rowsOf: ({ scheduledId }) => [rowOf(scheduledId)],
  decide: ({ scheduledId, at }, { find }) => {
    const value = find(rowOf(scheduledId))?.value
    return value?.state === 'waiting' && value.at === at ? [{ ...rowOf(scheduledId), value: { ...value, state: 'sending' } }] : []
  },
})

/** It was sent and goes, or it failed and stays. */
const end = definePrivateChange<ScheduledDue & { readonly failure: ErrorCode | undefined }>({
  name: 'scheduled.end',
  doing: 'send the scheduled message',
  rowsOf: ({ scheduledId }) => [rowOf(scheduledId)],
  decide: ({ scheduledId, at, failure }, { find }) => {
    const value = find(rowOf(scheduledId))?.value
    if (value?.state !== 'sending' || value.at !== at) return []
    return [{ ...rowOf(scheduledId), value: failure && { ...value, state: 'failed', failure } }]
  },
})

export interface DueParts {
  readonly writer: Writer
  readonly messages: Pick<Sender, 'send'>
  readonly people: Pick<People, 'findStanding'>
}

/** Sends a message whose time came. Each step finds what an earlier try did of it, so that it may end anywhere and begin anew. */
export async function sendDue(parts: DueParts, due: ScheduledDue): Promise<void> {
  const { rows } = await submitPrivately(parts.writer, begin, { callerId: due.userId, input: due })
  const value = rows[0]?.value as Scheduled | undefined
  if (value?.state !== 'sending' || value.at !== due.at) return
  await submitPrivately(parts.writer, end, { callerId: due.userId, input: { ...due, failure: await trySend(parts, due, value) } })
}

/** @returns the code of a refusal. @throws what may pass when it is tried later. */
async function trySend({ messages, people }: DueParts, { userId, scheduledId }: ScheduledDue, { at: _at, state: _state, failure: _failure, ...said }: Scheduled): Promise<ErrorCode | undefined> {
  const standing = await people.findStanding(userId)
  if (!standing?.active) return 'account_suspended'
  const caller: UserCaller = { kind: 'user', userId, role: standing.role, expiresAt: Number.MAX_SAFE_INTEGER, address: '', requestId: `scheduled ${scheduledId}` }
  try {
    await messages.send({ ...said, clientId: scheduledId }, caller)
    return undefined
  } catch (error) {
    if (error instanceof PalaverError && !error.retryable) return error.code
    throw error
  }
}
