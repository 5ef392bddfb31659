import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { CustomData, Id } from '../../scalars.ts'
import { onceFields } from '../messages/change-fields.ts'
import { SendableContent } from '../messages/content.ts'
import { sendFields } from '../messages/send-fields.ts'
import { PrivateRow } from '../private-rows/kinds.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { ScheduledTime } from './schemas.ts'

export const scheduleMessage = defineCommand({
  name: 'message.schedule',
  summary: 'Send a message at a time. Until then only the caller sees it; membership and permissions are judged again when it is sent.',
  access: 'user',
  input: Type.Object({ conversationId: Id, clientId: Id, at: ScheduledTime, ...sendFields }),
  output: PrivateRows,
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/scheduled-messages', status: 201 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict', 'too_large'],
  limit: 'send',
})

export const listScheduled = defineCommand({
  name: 'scheduled.list',
  summary: 'The messages that the caller scheduled and that were not sent, in the order in which they were scheduled.',
  access: 'user',
  input: Type.Object({
    conversationId: Type.Optional(Id),
    after: Type.Optional(Type.String({ ...Id, description: 'Only those behind this key.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  output: Type.Object({ rows: Type.Array(PrivateRow), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: '/v1/me/scheduled-messages', status: 200 },
  errors: [],
  limit: 'readMessages',
})

export const updateScheduled = defineCommand({
  name: 'scheduled.update',
  summary: 'Change what a scheduled message says, its custom data, or when it is sent; what is absent stays. One that failed is tried again when it gets a time.',
  access: 'user',
  input: Type.Object({ scheduledId: Id, at: Type.Optional(ScheduledTime), content: Type.Optional(SendableContent), custom: Type.Optional(CustomData), ...onceFields }),
  output: PrivateRows,
  rest: { method: 'PATCH', path: '/v1/me/scheduled-messages/:scheduledId', status: 200 },
  errors: ['not_found', 'forbidden', 'too_large', 'idempotency_conflict'],
  limit: 'write',
})

export const cancelScheduled = defineCommand({
  name: 'scheduled.cancel',
  summary: 'Take a scheduled message away; it is not sent. `not_found` when it was sent already.',
  access: 'user',
  input: Type.Object({ scheduledId: Id }),
  output: PrivateRows,
  rest: { method: 'DELETE', path: '/v1/me/scheduled-messages/:scheduledId', status: 200 },
  errors: ['forbidden', 'not_found'],
  limit: 'write',
})

export const sendScheduledNow = defineCommand({
  name: 'scheduled.sendNow',
  summary: 'Send a scheduled message now, also one that failed. The answer comes before it is sent.',
  access: 'user',
  input: Type.Object({ scheduledId: Id }),
  output: PrivateRows,
  rest: { method: 'POST', path: '/v1/me/scheduled-messages/:scheduledId/send', status: 200 },
  errors: ['not_found'],
  limit: 'send',
})
