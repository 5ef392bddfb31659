import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Id } from '../../scalars.ts'
import { Person } from '../people/schemas.ts'
import { ReaderCounts } from './schemas.ts'

export const listReaders = defineCommand({
  name: 'message.readers',
  summary: 'Who has read a message, or has received it and not read it, by the marks of the other members; of large conversations only how many.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    state: Type.Optional(Type.Union([Type.Literal('read'), Type.Literal('delivered')], { default: 'read', description: '`delivered`: received and not read.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({
    counts: ReaderCounts,
    people: Type.Array(Person, { description: 'A page of them, in the order of their ids; always empty in large conversations.' }),
    nextCursor: Type.Optional(Cursor),
  }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId/readers', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})
