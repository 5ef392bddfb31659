import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { changeFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'
import { Acknowledgement } from './schemas.ts'

export const acknowledgeMessage = defineCommand({
  name: 'message.acknowledge',
  summary: "Acknowledge an urgent message of somebody else's; once more changes nothing.",
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/messages/:messageId/acknowledgement', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'send',
})

export const listAcknowledgements = defineCommand({
  name: 'message.acknowledgements',
  summary: 'Who acknowledged an urgent message, the latest first.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only those of a lower revision.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({ acknowledgements: Type.Array(Acknowledgement), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId/acknowledgements', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})
