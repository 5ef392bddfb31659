import * as Type from 'typebox'
import { defineCommand } from '../../contract.ts'
import { Id, text, Timestamp } from '../../scalars.ts'
import { textHardLimit } from '../messages/content.ts'
import { PrivateRows } from '../private-rows/schemas.ts'

export const setDraft = defineCommand({
  name: 'draft.set',
  summary: 'Keep what one has begun to write in a conversation, or in a thread of it, for all of one\'s devices; an empty text removes it. What was written later stays.',
  access: 'user',
  input: Type.Object({
    conversationId: Id,
    threadId: Type.Optional(Type.String({ ...Id, description: 'The root of the thread.' })),
    text: text({ max: textHardLimit }),
    replyToId: Type.Optional(Id),
    editedAt: Timestamp,
  }),
  output: PrivateRows,
  rest: { method: 'PUT', path: '/v1/conversations/:conversationId/draft', status: 200 },
  errors: ['not_found', 'forbidden', 'too_large'],
  limit: 'write',
})
