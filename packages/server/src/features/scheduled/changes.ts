import { type AppRole, can, type Permission } from '@palaver/core'
import { type CommandInput, PalaverError, type Scheduled } from '@palaver/protocol'
import { scheduleAhead } from '@palaver/protocol/definitions'
import type { Sql } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import { ReadableMessages } from '../messages/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'
import { readSeats, readSentMeanwhile, type Seats, type SentMeanwhile } from './repository.ts'
import { keyOf, rowOf, setDue, timerKind } from './row.ts'

/** A message to schedule, with what its sender must be allowed. */
export interface Scheduling {
  readonly scheduled: CommandInput<'message.schedule'>
  readonly appRole: AppRole
  readonly permissions: readonly Permission[]
}

type SetTimers = Pick<Timers, 'set'>

/** @returns why a message cannot be sent then; undefined when it can. */
const faultOfTime = (doing: string, at: number, now: number): PalaverError | undefined => {
  const ahead = at - now
  if (ahead >= scheduleAhead.least && ahead <= scheduleAhead.most) return undefined
  return new PalaverError('invalid_input', `unable to ${doing}; the time is not between one minute and 366 days ahead`, { path: '/at' })
}

interface Facts {
  readonly seats: Seats
  readonly readable: ReadableMessages
}

const doing = 'schedule the message'

/** Scheduling: judged as a send would be now. */
export const scheduleMessages = (timers: SetTimers) =>
  definePrivateChange<Scheduling, Facts>({
    name: 'scheduled.add',
    doing,
    rowsOf: ({ scheduled }) => [rowOf(scheduled.clientId)],
    prepare: async (tx: Sql, run) => ({
      seats: await readSeats(tx, run.map(({ callerId, input }) => [input.scheduled.conversationId, callerId] as const)),
      readable: await ReadableMessages.read(tx, run.flatMap(({ callerId, input: { scheduled } }) => repliesOf(callerId, scheduled))),
    }),
    decide: ({ scheduled, appRole, permissions }, { callerId, now }, { seats, readable }) => {
      const { conversationId, clientId, ...said } = scheduled
      const seat = seats.find(conversationId, callerId)
      if (!seat) return new PalaverError('not_found', `unable to ${doing}; there is no such conversation`)
      if (!(['message.send', ...permissions] as const).every((one) => can(one, { appRole, ...seat }))) return new PalaverError('forbidden', `unable to ${doing}; your role here may not send it`)
      if (!repliesOf(callerId, scheduled).every((one) => readable.has(one))) {
        return new PalaverError('not_found', `unable to ${doing}; there is no such message to reply to`, { path: '/replyToId' })
      }
      return faultOfTime(doing, said.at, now) ?? [{ ...rowOf(clientId), value: { ...said, conversationId, state: 'waiting' } }]
    },
    store: async (tx, accepted) => {
      for (const { callerId, input: { scheduled: { clientId, at } } } of accepted) await setDue(timers, tx, { userId: callerId, scheduledId: clientId, at })
    },
  })

const repliesOf = (userId: string, { conversationId, replyToId }: CommandInput<'message.schedule'>) =>
  replyToId === undefined ? [] : [{ userId, conversationId, messageId: replyToId }]

const sendingAlready = (what: string) => new PalaverError('forbidden', `unable to ${what}; it is being sent`)
const missing = (what: string) => new PalaverError('not_found', `unable to ${what}; there is no such message, or it was sent`)

/** Changing what waits or failed. */
export const updateScheduled = (timers: SetTimers) =>
  definePrivateChange<CommandInput<'scheduled.update'>>({
    name: 'scheduled.update',
    doing: 'change the scheduled message',
    rowsOf: ({ scheduledId }) => [rowOf(scheduledId)],
    decide: ({ scheduledId, at, content, custom }, { now, find }) => {
      const value = find(rowOf(scheduledId))?.value
      if (!value) return missing('change the scheduled message')
      if (value.state === 'sending') return sendingAlready('change the scheduled message')
      // The same again is no change, though less than a minute may be left.
      const fault = at === undefined || at === value.at ? undefined : faultOfTime('change the scheduled message', at, now)
      if (fault) return fault
      return [{ ...rowOf(scheduledId), value: { ...(at === undefined || at === value.at ? value : waiting(value, at)), ...(content && { content }), ...(custom && { custom }) } }]
    },
    store: async (tx, accepted) => {
      for (const { callerId, writes } of accepted) {
        for (const { key, value } of writes as readonly { key: string; value: Scheduled }[]) {
          if (value.state === 'waiting') await setDue(timers, tx, { userId: callerId, scheduledId: key, at: value.at })
        }
      }
    },
  })

const waiting = ({ failure: _failure, ...value }: Scheduled, at: number): Scheduled => ({ ...value, at, state: 'waiting' })

/** Sending at once what waits or failed. */
export const hastenScheduled = (timers: SetTimers) =>
  definePrivateChange<CommandInput<'scheduled.sendNow'>>({
    name: 'scheduled.hasten',
    doing: 'send the scheduled message',
    rowsOf: ({ scheduledId }) => [rowOf(scheduledId)],
    decide: ({ scheduledId }, { now, find }) => {
      const value = find(rowOf(scheduledId))?.value
      if (!value) return missing('send the scheduled message')
      return value.state === 'sending' ? [] : [{ ...rowOf(scheduledId), value: waiting(value, now) }]
    },
    store: async (tx, accepted) => {
      for (const { callerId, writes } of accepted) {
        for (const { key, value } of writes as readonly { key: string; value: Scheduled }[]) await setDue(timers, tx, { userId: callerId, scheduledId: key, at: value.at })
      }
    },
  })

/** Taking it away, its timer too. What was sent meanwhile is not answered as if it had been taken away. */
export const cancelScheduled = (timers: Pick<Timers, 'cancel'>) =>
  definePrivateChange<CommandInput<'scheduled.cancel'>, SentMeanwhile>({
    name: 'scheduled.cancel',
    doing: 'cancel the scheduled message',
    rowsOf: ({ scheduledId }) => [rowOf(scheduledId)],
    prepare: (tx: Sql, run) => readSentMeanwhile(tx, run.map(({ callerId, input }) => [callerId, input.scheduledId] as const)),
    decide: ({ scheduledId }, { callerId, find }, sent) => {
      const value = find(rowOf(scheduledId))?.value
      if (value?.state === 'sending') return sendingAlready('cancel the scheduled message')
      return !value && sent.has(callerId, scheduledId) ? missing('cancel the scheduled message') : [{ ...rowOf(scheduledId), value: undefined }]
    },
    store: async (tx, accepted) => {
      for (const { callerId, input } of accepted) await timers.cancel(tx, timerKind, keyOf({ userId: callerId, scheduledId: input.scheduledId }))
    },
  })
