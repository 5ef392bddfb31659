import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { changeFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'

const path = '/v1/conversations/:conversationId/messages/:messageId/pin'

export const pinMessage = defineCommand({
  name: 'message.pin',
  summary: 'Pin a message for everybody in the conversation. One that is pinned stays as it is.',
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'PUT', path, status: 200 },
  errors: ['not_found', 'forbidden', 'limit_reached', 'idempotency_conflict'],
  limit: 'write',
})

export const unpinMessage = defineCommand({
  name: 'message.unpin',
  summary: 'Unpin a message. One that is not pinned stays as it is.',
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'DELETE', path, status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const listPins = defineCommand({
  name: 'pin.list',
  summary: 'All pinned messages of a conversation, the one that was pinned last first.',
  access: 'user',
  input: Type.Object({ conversationId: Id }),
  output: Type.Object({ messages: Type.Array(Message) }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/pins', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})
