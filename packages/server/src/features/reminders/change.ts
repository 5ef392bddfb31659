import { type CommandInput, PalaverError } from '@palaver/protocol'
import type { Timers } from '../../platform/timers/timers.ts'
import { ReadableMessages } from '../messages/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'

/** What the timer of a reminder carries. */
export interface ReminderDue {
  readonly userId: string
  readonly conversationId: string
  readonly messageId: string
  /** The time that was asked for: another one means that the reminder was set anew since. */
  readonly at: number
}

export const timerKind = 'reminder'

const keyOf = (userId: string, messageId: string): string => `${userId} ${messageId}`
const rowOf = (messageId: string) => ({ kind: 'reminder', key: messageId }) as const

/** Setting reminders: the timer is set in the same transaction, so neither is there without the other. */
export const setReminders = (timers: Pick<Timers, 'set'>) =>
  definePrivateChange<CommandInput<'reminder.set'>, ReadableMessages>({
    name: 'reminders.set',
    doing: 'set the reminder',
    rowsOf: ({ messageId }) => [rowOf(messageId)],
    prepare: (tx, run) => ReadableMessages.read(tx, run.map(({ callerId, input }) => ({ userId: callerId, ...input }))),
    decide: ({ conversationId, messageId, at }, { callerId }, readable) =>
      readable.has({ userId: callerId, conversationId, messageId })
        ? [{ ...rowOf(messageId), value: { conversationId, at, state: 'waiting' } }]
        : new PalaverError('not_found', 'unable to set the reminder; there is no such message'),
    store: async (tx, accepted) => {
      for (const { callerId: userId, input: { conversationId, messageId, at } } of accepted) {
        const data: ReminderDue = { userId, conversationId, messageId, at }
        await timers.set(tx, timerKind, { key: keyOf(userId, messageId), data, dueAt: new Date(at) })
      }
    },
  })

/** Taking reminders away, their timers too. */
export const cancelReminders = (timers: Pick<Timers, 'cancel'>) =>
  definePrivateChange<CommandInput<'reminder.cancel'>>({
    name: 'reminders.cancel',
    doing: 'take the reminder away',
    rowsOf: ({ messageId }) => [rowOf(messageId)],
    decide: ({ messageId }) => [{ ...rowOf(messageId), value: undefined }],
    store: async (tx, accepted) => {
      for (const { callerId, input } of accepted) await timers.cancel(tx, timerKind, keyOf(callerId, input.messageId))
    },
  })

/**
 * Reminders whose time came. Says what is so, and not what happened: a timer that comes twice finds it done. What cannot be read any more is
 * taken away instead.
 */
export const makeRemindersDue = definePrivateChange<ReminderDue, ReadableMessages>({
  name: 'reminders.due',
  doing: 'remind',
  rowsOf: ({ messageId }) => [rowOf(messageId)],
  prepare: (tx, run) => ReadableMessages.read(tx, run.map(({ input }) => input)),
  decide: (due, { now, find }, readable) => {
    const row = rowOf(due.messageId)
    const value = find(row)?.value
    if (value?.state !== 'waiting' || value.at !== due.at) return []
    return [{ ...row, value: readable.has(due) ? { ...value, state: 'due', dueAt: now } : undefined }]
  },
})
