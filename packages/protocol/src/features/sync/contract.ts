import * as Type from 'typebox'
import { defineCommand, defineEvent } from '../../contract.ts'
import { Counter, Id } from '../../scalars.ts'
import { ConversationChanges, ConversationRows, UserChanges } from './schemas.ts'

const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1000 }))

export const conversationChanges = defineCommand({
  name: 'conversation.changes',
  summary: 'Get all rows of a conversation that changed after a revision, up to 1,000 at a time; further behind than 1,000 changes the answer is a reset.',
  access: 'user',
  input: Type.Object({ conversationId: Id, since: Counter, limit: page }),
  output: ConversationChanges,
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/changes', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})

export const userChanges = defineCommand({
  name: 'user.changes',
  summary: "Get the caller's memberships and private rows that changed after a userRevision.",
  access: 'user',
  input: Type.Object({ since: Counter, limit: page }),
  output: UserChanges,
  rest: { method: 'GET', path: '/v1/me/changes', status: 200 },
  errors: [],
  limit: 'read',
})

export const conversationChanged = defineEvent({
  name: 'conversation.changed',
  summary: 'Rows of several kinds changed: what the server sends when it mends a gap itself or repeats an interval that a node left behind.',
  scope: 'conversation',
  payload: ConversationRows,
})
