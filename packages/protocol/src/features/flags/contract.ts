import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Cursor, Id } from '../../scalars.ts'
import { Flag, FlagNote, FlagOutcome, FlagReason, OwnFlag } from './schemas.ts'

export const flagMessage = defineCommand({
  name: 'message.flag',
  summary: 'Report a message to those who run the service. Once for each person and message: again changes reason and note. Nobody in the conversation learns of it.',
  access: 'user',
  input: Type.Object({ conversationId: Id, messageId: Id, reason: FlagReason, note: Type.Optional(FlagNote) }),
  output: Type.Object({ flag: OwnFlag }),
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/messages/:messageId/flag', status: 200 },
  errors: ['not_found', 'forbidden', 'limit_reached'],
  limit: 'write',
})

export const listFlags = defineCommand({
  name: 'flag.list',
  summary: 'Page through flagged messages, the first flagged first: those that wait for an answer, or those that have one. Needs an app key.',
  access: 'app',
  doors: ['rest'],
  input: Type.Object({
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('resolved')], { default: 'open' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  }),
  output: Type.Object({ flags: Type.Array(Flag), nextCursor: Type.Optional(Cursor) }),
  rest: { method: 'GET', path: '/v1/flags', status: 200 },
  errors: ['forbidden'],
  limit: 'read',
})

export const resolveFlag = defineCommand({
  name: 'flag.resolve',
  summary: 'Close a flag with its outcome; again changes the outcome. Who flagged is not told. Needs an app key.',
  access: 'app',
  doors: ['rest'],
  input: Type.Object({ flagId: Id, outcome: FlagOutcome, note: Type.Optional(FlagNote) }),
  output: Type.Object({ flag: Flag }),
  rest: { method: 'PUT', path: '/v1/flags/:flagId/resolution', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})
