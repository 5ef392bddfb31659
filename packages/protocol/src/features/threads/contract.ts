import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Id } from '../../scalars.ts'
import { onceFields } from '../messages/change-fields.ts'
import { Message } from '../messages/schemas.ts'
import { PrivateRows } from '../private-rows/schemas.ts'
import { ThreadView } from './thread-view.ts'

const named = { conversationId: Id, threadId: Id }
const position = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const threadHistory = defineCommand({
  name: 'thread.history',
  summary: 'Read a page of the replies in a thread, oldest first: the newest, or those before a position; with the root.',
  access: 'user',
  input: Type.Object({
    ...named,
    before: Type.Optional(position),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({
    root: Message,
    messages: Type.Array(Message),
    hasBefore: Type.Boolean({ description: 'Older replies exist.' }),
  }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/threads/:threadId/messages', status: 200 },
  errors: ['not_found'],
  limit: 'readMessages',
})

export const followThread = defineCommand({
  name: 'thread.follow',
  summary: 'Follow the thread of a message. Whoever replies in it, sent its root, or is mentioned in it does so by that.',
  access: 'user',
  input: Type.Object({ ...named, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/threads/:threadId/follow', status: 200 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict'],
  limit: 'write',
})

export const unfollowThread = defineCommand({
  name: 'thread.unfollow',
  summary: 'Follow a thread no longer, until one replies in it again; also one that cannot be read any more.',
  access: 'user',
  input: Type.Object({ threadId: Id, ...onceFields }),
  output: PrivateRows,
  rest: { method: 'DELETE', path: '/v1/me/threads/:threadId', status: 200 },
  errors: ['idempotency_conflict'],
  limit: 'write',
})

export const readThread = defineCommand({
  name: 'thread.read',
  summary: 'Say how far the caller has read a thread. Moves forward only, and changes nothing of a thread that the caller does not follow.',
  access: 'user',
  input: Type.Object({ ...named, position }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/threads/:threadId/read', status: 200 },
  errors: ['not_found'],
  limit: 'marks',
})

export const listThreads = defineCommand({
  name: 'thread.list',
  summary: 'Page through the threads that the caller follows and that have replies, those with the newest reply first.',
  access: 'user',
  input: Type.Object({
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  output: Type.Object({ threads: Type.Array(ThreadView), nextCursor: Type.Optional(Cursor) }),
  rest: { method: 'GET', path: '/v1/me/threads', status: 200 },
  errors: [],
  limit: 'readMessages',
})
