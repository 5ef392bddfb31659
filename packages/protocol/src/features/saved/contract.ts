import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { onceFields } from '../messages/change-fields.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { SavedMessage } from './schemas.ts'

export const addSaved = defineCommand({
  name: 'saved.add',
  summary: 'Save a message for later; nobody else knows.',
  access: 'user',
  input: Type.Object({ conversationId: Id, messageId: Id, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/messages/:messageId/saved', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const removeSaved = defineCommand({
  name: 'saved.remove',
  summary: 'Take a message from those saved for later, also one that cannot be read any more.',
  access: 'user',
  input: Type.Object({ messageId: Id, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'DELETE', path: '/v1/me/saved/:messageId', status: 200 },
  errors: ['idempotency_conflict'],
  limit: 'write',
})

export const listSavedMessages = defineCommand({
  name: 'saved.messages',
  summary: 'Get saved messages by their ids; those that were not saved or cannot be read any more are left out.',
  access: 'user',
  input: Type.Object({ messageIds: Type.Array(Id, { minItems: 1, maxItems: 50 }) }),
  output: Type.Object({ messages: Type.Array(SavedMessage) }),
  rest: { method: 'POST', path: '/v1/me/saved/messages', status: 200 },
  errors: [],
  limit: 'readMessages',
})
