import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { EditedContent } from '../edits/schemas.ts'
import { changeFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'
import { DeletedMessage } from './schemas.ts'

export const deleteMessage = defineCommand({
  name: 'message.delete',
  summary: 'Delete a message for everyone: one of your own, or as staff of the conversation that of somebody below you.',
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'DELETE', path: '/v1/conversations/:conversationId/messages/:messageId', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const restoreMessage = defineCommand({
  name: 'message.restore',
  summary: 'Undo a deletion of your own, within the time that the deployment allows after it.',
  access: 'user',
  input: Type.Object({ ...changeFields }),
  output: Type.Object({ message: Message }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/messages/:messageId/restore', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const listDeletedMessages = defineCommand({
  name: 'message.deleted',
  summary: 'What was deleted in a conversation, the latest in it first. For administrators and moderators of the deployment.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only messages of a lower position.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({ deleted: Type.Array(DeletedMessage), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/deleted-messages', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'readMessages',
})

export const listDeletedEdits = defineCommand({
  name: 'message.deletedEdits',
  summary: 'What a deleted message said before it was edited, the newest first. For administrators and moderators of the deployment.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only edits of a lower revision.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  }),
  output: Type.Object({ edits: Type.Array(EditedContent), hasMore: Type.Boolean() }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/deleted-messages/:messageId/edits', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'readMessages',
})
