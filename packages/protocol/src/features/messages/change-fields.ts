import * as Type from 'typebox'
import { Id } from '../../scalars.ts'

/** By what a command is known when it comes again. */
export const onceFields = {
  clientId: Type.Optional(Type.String({ ...Id, description: 'With it a repetition is answered like the first and changes nothing, however late it comes (MSG-7).' })),
} as const

/** Which message a command changes, and by what it is known. */
export const changeFields = { conversationId: Id, messageId: Id, ...onceFields } as const
