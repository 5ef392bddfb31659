import * as Type from 'typebox'
import { defineCommand, defineEvent } from '../../contract.ts'
import { Id, Timestamp } from '../../scalars.ts'
import { Message, SentMessage } from './schemas.ts'
import { sendFields } from './send-fields.ts'

export const sendMessage = defineCommand({
  name: 'message.send',
  summary: 'Send a message to a conversation.',
  access: 'user',
  input: Type.Object({ conversationId: Id, clientId: Id, ...sendFields }),
  output: SentMessage,
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/messages', status: 201 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict', 'too_large'],
  limit: 'send',
})

export const listMessages = defineCommand({
  name: 'message.list',
  summary: 'Read a page of history, oldest first: before or after a position, or around a position or a time; without any, the newest.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    around: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    at: Type.Optional(Timestamp),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({
    messages: Type.Array(Message),
    hasBefore: Type.Boolean({ description: 'Older messages that the caller may read exist.' }),
    hasAfter: Type.Boolean({ description: 'Newer messages exist.' }),
  }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})

export const getMessage = defineCommand({
  name: 'message.get',
  summary: 'Get one message.',
  access: 'user',
  input: Type.Object({ conversationId: Id, messageId: Id }),
  output: Type.Object({ message: Message }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})

export const messageChanged = defineEvent({
  name: 'message.changed',
  summary: 'Messages that were sent before are another now: edited, deleted, reacted to and the like. Each stands as a whole.',
  scope: 'conversation',
  payload: Type.Object({ messages: Type.Array(Message, { minItems: 1 }) }),
})

export const messageSent = defineEvent({
  name: 'message.sent',
  summary: 'Messages were sent, or written by the server for what happened; one event holds a whole run, in order.',
  scope: 'conversation',
  payload: Type.Object({ messages: Type.Array(Message, { minItems: 1 }) }),
})
