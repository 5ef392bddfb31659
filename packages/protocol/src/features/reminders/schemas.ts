import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'

/** The end of the year 2099. */
const lastTime = 4_102_444_799_999

/** When to be reminded: milliseconds since the Unix epoch. */
export const ReminderTime = Type.Integer({ minimum: 0, maximum: lastTime, description: 'When to be reminded; a time that is over means now.' })

/** A message of which somebody wants to be reminded; its key is the message's id. */
export const Reminder = Type.Object({
  conversationId: Id,
  at: ReminderTime,
  state: Type.Enum(['waiting', 'due']),
  dueAt: Type.Optional(Type.Integer({ ...Timestamp, description: 'When it became due: later than asked for when no server ran.' })),
})
export type Reminder = Type.Static<typeof Reminder>
