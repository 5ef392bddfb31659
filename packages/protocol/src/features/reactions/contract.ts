import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Id } from '../../scalars.ts'
import { changeFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'
import { Person } from '../people/schemas.ts'
import { Emoji, maxReactionEmoji, Reaction } from './schemas.ts'

const input = Type.Object({ ...changeFields, emoji: Emoji })
const path = '/v1/conversations/:conversationId/messages/:messageId/reactions/:emoji'

export const addReaction = defineCommand({
  name: 'reaction.add',
  summary: 'React to a message with an emoji. Who has done so already is answered the same.',
  access: 'user',
  input,
  output: Type.Object({ message: Message }),
  rest: { method: 'PUT', path, status: 200 },
  errors: ['not_found', 'forbidden', 'limit_reached', 'idempotency_conflict'],
  limit: 'write',
})

export const removeReaction = defineCommand({
  name: 'reaction.remove',
  summary: "Take a reaction of one's own back. Who has none is answered the same.",
  access: 'user',
  input,
  output: Type.Object({ message: Message }),
  rest: { method: 'DELETE', path, status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const listReactions = defineCommand({
  name: 'reaction.list',
  summary: 'Page through who reacted to a message, with one emoji or with each in turn, the first first.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    messageId: Id,
    emoji: Type.Optional(Emoji),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({
    reactions: Type.Array(Reaction),
    people: Type.Array(Person),
    mine: Type.Array(Emoji, { maxItems: maxReactionEmoji, description: 'Every emoji with which the caller reacted, whatever page this is.' }),
    nextCursor: Type.Optional(Cursor),
  }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId/reactions', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})
