import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { CustomData, Id, text } from '../../scalars.ts'
import { textHardLimit } from '../messages/content.ts'
import { Message, SentMessage } from '../messages/schemas.ts'
import { threadOptions } from '../threads/schemas.ts'
import { StreamState, streamPieceMaxLength } from './schemas.ts'

const named = { conversationId: Id, messageId: Id }
const Offset = Type.Integer({ minimum: 0, maximum: textHardLimit, description: 'In code points from the beginning of the text.' })
const Piece = text({ max: streamPieceMaxLength })

export const startStream = defineCommand({
  name: 'stream.start',
  summary: 'Begin a message whose text comes piece by piece. It takes its place at once.',
  access: 'user',
  input: Type.Object({ conversationId: Id, clientId: Id, replyToId: Type.Optional(Id), custom: Type.Optional(CustomData), ...threadOptions }),
  output: SentMessage,
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/streams', status: 201 },
  errors: ['not_found', 'forbidden', 'idempotency_conflict', 'limit_reached'],
  limit: 'send',
})

export const appendStream = defineCommand({
  name: 'stream.append',
  summary: 'Add a piece to the text. What is written already may come again; an empty piece only says that the author is there.',
  access: 'user',
  input: Type.Object({ ...named, offset: Offset, text: Piece }),
  output: Type.Object({ length: Type.Integer({ minimum: 0, description: 'Code points that the text has now.' }) }),
  rest: { method: 'PATCH', path: '/v1/conversations/:conversationId/messages/:messageId/stream', status: 200 },
  errors: ['not_found', 'forbidden', 'offset_conflict', 'too_large'],
  limit: 'stream',
})

export const readStream = defineCommand({
  name: 'stream.read',
  summary: 'Read the text of a streamed message from an offset on: for who missed pieces of it.',
  access: 'user',
  input: Type.Object({ ...named, offset: Type.Optional(Type.Integer({ minimum: 0, maximum: textHardLimit, default: 0 })) }),
  output: Type.Object({ offset: Offset, text: text({ max: textHardLimit }), state: StreamState }),
  rest: { method: 'GET', path: '/v1/conversations/:conversationId/messages/:messageId/stream', status: 200 },
  errors: ['not_found'],
  limit: 'read',
})

export const finishStream = defineCommand({
  name: 'stream.finish',
  summary: 'End the text: from now on it is a message like others that cannot be edited.',
  access: 'user',
  input: Type.Object({ ...named, length: Type.Integer({ minimum: 0, maximum: textHardLimit, description: 'Code points that the author has written.' }) }),
  output: Type.Object({ message: Message }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/messages/:messageId/stream/finish', status: 200 },
  errors: ['not_found', 'forbidden', 'offset_conflict'],
  limit: 'write',
})

export const cancelStream = defineCommand({
  name: 'stream.cancel',
  summary: 'Stop the text of a message of one\'s own where it is; what was written stays.',
  access: 'user',
  input: Type.Object(named),
  output: Type.Object({ message: Message }),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/messages/:messageId/stream/cancel', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const streamAppended = defineEphemeral({
  name: 'stream.appended',
  summary: 'The text of a streamed message grew at an offset.',
  payload: Type.Object({ ...named, offset: Offset, text: text({ max: textHardLimit }) }),
})
