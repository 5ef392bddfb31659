import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'
import { Message } from '../messages/schemas.ts'

/** A message that somebody keeps for later; its key is the message's id. */
export const Saved = Type.Object({ conversationId: Id, savedAt: Timestamp })
export type Saved = Type.Static<typeof Saved>

/** A message with the conversation that it stands in. */
export const SavedMessage = Type.Object({ conversationId: Id, message: Message })
export type SavedMessage = Type.Static<typeof SavedMessage>
