import * as Type from 'typebox'
import { defineCommand, defineEvent } from '../../contract.ts'
import { Cursor, CustomData, Id } from '../../scalars.ts'
import { AvatarHue, Person } from '../people/schemas.ts'
import { Conversation, ConversationView } from './schemas.ts'
import { ConversationName, ConversationSettings, ConversationTopic } from './settings.ts'

export const createConversation = defineCommand({
  name: 'conversation.create',
  summary: 'Create a group or a channel; the caller becomes its owner.',
  access: 'user',
  input: Type.Object({
    clientId: Id,
    type: Type.Enum(['group', 'channel']),
    name: ConversationName,
    topic: Type.Optional(ConversationTopic),
    avatarHue: Type.Optional(AvatarHue),
    memberIds: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    settings: Type.Optional(Type.Partial(ConversationSettings)),
    custom: Type.Optional(CustomData),
  }),
  output: ConversationView,
  rest: { method: 'POST', path: '/v1/conversations', status: 201 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'create',
})

export const openDirect = defineCommand({
  name: 'conversation.direct',
  summary: 'Get the direct conversation with somebody, made when there is none: always one for a pair.',
  access: 'user',
  input: Type.Object({ userId: Id }),
  output: ConversationView,
  rest: { method: 'POST', path: '/v1/conversations/direct', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'create',
})

export const listConversations = defineCommand({
  name: 'conversation.list',
  summary: "List the caller's conversations, the most recently active first.",
  access: 'user',
  input: Type.Object({
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
    type: Type.Optional(Type.Enum(['direct', 'group', 'channel'])),
  }),
  output: Type.Object({
    conversations: Type.Array(ConversationView),
    people: Type.Array(Person, { description: 'The counterparts of direct conversations and the senders of last messages.' }),
    nextCursor: Type.Optional(Cursor),
  }),
  rest: { method: 'GET', path: '/v1/conversations', status: 200 },
  errors: [],
  limit: 'listConversations',
})

export const getConversation = defineCommand({
  name: 'conversation.get',
  summary: 'Get one conversation as the caller sees it.',
  access: 'user',
  input: Type.Object({ conversationId: Id }),
  output: ConversationView,
  rest: { method: 'GET', path: '/v1/conversations/:conversationId', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})

export const updateConversation = defineCommand({
  name: 'conversation.update',
  summary: 'Change name, topic, avatar, settings or custom data of a group or channel; fields that are absent stay as they are.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    name: Type.Optional(ConversationName),
    topic: Type.Optional(ConversationTopic),
    avatarHue: Type.Optional(AvatarHue),
    settings: Type.Optional(Type.Partial(ConversationSettings)),
    custom: Type.Optional(CustomData),
  }),
  output: Type.Object({ conversation: Conversation }),
  rest: { method: 'PATCH', path: '/v1/conversations/:conversationId', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const conversationUpdated = defineEvent({
  name: 'conversation.updated',
  summary: 'Name, topic, avatar, settings or custom data changed.',
  scope: 'conversation',
  payload: Type.Object({ conversation: Conversation }),
})
