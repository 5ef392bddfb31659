import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { SentMessage } from '../messages/schemas.ts'

export const forwardMessage = defineCommand({
  name: 'message.forward',
  summary: 'Send what a message says, which the caller may read, to a conversation, saying whose words they are.',
  access: 'user',
  input: Type.Object({ conversationId: Id, clientId: Id, from: Type.Object({ conversationId: Id, messageId: Id }) }),
  output: SentMessage,
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/messages/forwards', status: 201 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'send',
})
