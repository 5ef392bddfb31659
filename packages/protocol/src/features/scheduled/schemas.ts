import * as Type from 'typebox'
import { errorStatuses, type ErrorCode } from '../../errors.ts'
import { Id, Timestamp } from '../../scalars.ts'
import { sendFields } from '../messages/send-fields.ts'

/** The least and the most time ahead for which a message may be scheduled, in milliseconds: one minute, one year. */
export const scheduleAhead = { least: 60_000, most: 366 * 86_400_000 } as const

/** When a scheduled message is sent. */
export const ScheduledTime = Type.Integer({ ...Timestamp, description: 'When it is to be sent, by the server\'s clock: milliseconds since the Unix epoch, one minute to 366 days ahead.' })

const codes = Object.keys(errorStatuses) as [ErrorCode, ...ErrorCode[]]

/** A message that is sent at its time; its key is its clientId, which the sent message has, too. */
export const Scheduled = Type.Object({
  conversationId: Id,
  at: ScheduledTime,
  state: Type.Enum(['waiting', 'sending', 'failed'], { description: 'What is `sending` cannot be changed any more; what `failed` stays until it is changed or cancelled.' }),
  failure: Type.Optional(Type.Enum(codes, { description: 'Why it was refused at its time.' })),
  ...sendFields,
})
export type Scheduled = Type.Static<typeof Scheduled>
