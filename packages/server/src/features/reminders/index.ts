import type { Commands } from '../../platform/commands.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { answerPrivately, submitPrivately } from '../private-rows/port.ts'
import { cancelReminders, makeRemindersDue, type ReminderDue, setReminders, timerKind } from './change.ts'

export interface RemindersParts {
  readonly commands: Commands
  readonly writer: Writer
  readonly timers: Pick<Timers, 'set' | 'cancel' | 'handle'>
}

/** Binds `reminder.set` and `reminder.cancel`, and what happens when the time comes. */
export function createReminders({ commands, writer, timers }: RemindersParts): void {
  const [set, cancel] = [setReminders(timers), cancelReminders(timers)]
  commands.bindUser('reminder.set', (input, { userId }) => answerPrivately(writer, set, { command: 'reminder.set', input, userId }))
  commands.bindUser('reminder.cancel', (input, { userId }) => answerPrivately(writer, cancel, { command: 'reminder.cancel', input, userId }))
  timers.handle<ReminderDue>(timerKind, async (due) => {
    // The writer commits it; the timer goes afterwards. A crash in between brings the timer again, and then there is nothing left to change.
    await submitPrivately(writer, makeRemindersDue, { callerId: due.userId, input: due })
  })
}
