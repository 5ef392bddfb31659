import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { CustomData, Id } from '../../scalars.ts'
import { TextContent } from '../messages/content.ts'
import { Message } from '../messages/schemas.ts'
import { EditedContent } from './schemas.ts'

export const editMessage = defineCommand({
  name: 'message.edit',
  summary: "Replace what a message of one's own says, and its custom data if some is given, within the time that the deployment allows after sending.",
  access: 'user',
  input: Type.Object({ conversationId: Id, messageId: Id, clientId: Id, content: TextContent, custom: Type.Optional(CustomData) }),
  output: Type.Object({ message: Message }),
  rest: { method: 'PATCH', path: '/v1/conversations/:conversationId/messages/:messageId', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict', 'too_large'],
  limit: 'send',
})

export const listEdits = defineCommand({
  name: 'message.edits',
  summary: 'What a message said before it was edited, the newest first.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only edits of a lower revision.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  output: Type.Object({ edits: Type.Array(EditedContent), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId/edits', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})
