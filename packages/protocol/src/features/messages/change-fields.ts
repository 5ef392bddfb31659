import * as Type from 'typebox'
import { Id } from '../../scalars.ts'

/** Which message a command changes, and by what the command is known when it comes again. */
export const changeFields = {
  conversationId: Id,
  messageId: Id,
  clientId: Type.Optional(Type.String({ ...Id, description: 'With it a repetition is answered like the first and changes nothing, however late it comes (MSG-7).' })),
} as const
