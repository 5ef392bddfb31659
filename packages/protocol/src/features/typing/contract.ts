import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { Id } from '../../scalars.ts'

export const setTyping = defineCommand({
  name: 'typing.set',
  summary: 'Tell the conversation that the caller types, or has stopped. Runs out by itself; repeat at most every 3 s.',
  access: 'user',
  doors: ['socket'],
  input: Type.Object({ conversationId: Id, typing: Type.Boolean() }),
  output: Type.Object({}),
  errors: ['not_found', 'forbidden'],
  limit: 'typing',
})

export const typingChanged = defineEphemeral({
  name: 'typing.changed',
  summary: 'Somebody began or stopped to type.',
  payload: Type.Object({
    conversationId: Id,
    userId: Id,
    typing: Type.Boolean(),
    expiresInMs: Type.Integer({ minimum: 0, description: 'Take the sign away after this long unless it is repeated.' }),
  }),
})
