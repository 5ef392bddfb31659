import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { onceFields } from '../messages/change-fields.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { ReminderTime } from './schemas.ts'

export const setReminder = defineCommand({
  name: 'reminder.set',
  summary: 'Be reminded of a message at a time, in place of an earlier reminder of it, also one that is due.',
  access: 'user',
  input: Type.Object({ conversationId: Id, messageId: Id, at: ReminderTime, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/messages/:messageId/reminder', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const cancelReminder = defineCommand({
  name: 'reminder.cancel',
  summary: 'Take a reminder away, whether it waits or is due.',
  access: 'user',
  input: Type.Object({ messageId: Id, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'DELETE', path: '/v1/me/reminders/:messageId', status: 200 },
  errors: ['idempotency_conflict'],
  limit: 'write',
})
