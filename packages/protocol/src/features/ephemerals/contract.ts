import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { Id } from '../../scalars.ts'
import { CustomContent } from '../messages/kinds.ts'

const { type, data } = CustomContent.properties

export const sendEphemeral = defineCommand({
  name: 'ephemeral.send',
  summary: "Tell those who have the conversation on their screens something of the developer's own. It is not stored, and whoever misses it misses it.",
  access: 'user',
  input: Type.Object({ conversationId: Id, type, data }),
  output: Type.Object({}),
  rest: { method: 'POST', path: '/v1/conversations/:conversationId/ephemerals', status: 202 },
  errors: ['not_found', 'forbidden', 'too_large'],
  limit: 'ephemeral',
})

export const ephemeralSent = defineEphemeral({
  name: 'ephemeral.sent',
  summary: "Somebody tells something of the developer's own; `type` says what `data` holds.",
  payload: Type.Object({ conversationId: Id, userId: Id, type, data }),
})
