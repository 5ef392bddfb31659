import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Id, text, Timestamp } from '../../scalars.ts'
import { FoundMessage, MessageHolding } from './schemas.ts'

export const searchMessages = defineCommand({
  name: 'message.search',
  summary:
    'Find messages, in one conversation or in all of the caller: those that have every word of the query, or one that begins so; when there are few, also what is spelled alike. A query has no operators and no wildcards.',
  access: 'user',
  input: Type.Object({
    query: text({ min: 1, max: 200 }),
    conversationId: Type.Optional(Id),
    senderId: Type.Optional(Id),
    after: Type.Optional(Type.Integer({ ...Timestamp, description: 'Sent then or later.' })),
    before: Type.Optional(Type.Integer({ ...Timestamp, description: 'Sent earlier.' })),
    has: Type.Optional(MessageHolding),
    sort: Type.Optional(Type.Union([Type.Literal('relevance'), Type.Literal('newest')], { default: 'relevance' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  output: Type.Object({
    results: Type.Array(FoundMessage, { description: 'May be fewer than the limit, or none, while there is a `nextCursor`.' }),
    nextCursor: Type.Optional(Cursor),
    similar: Type.Boolean({ description: 'Some are found by words that are spelled alike; they come after the others.' }),
  }),
  rest: { method: 'GET', path: '/v1/messages/search', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})
