import * as Type from 'typebox'
import { Id, Timestamp } from '../../scalars.ts'
import { Message } from '../messages/schemas.ts'

/** A message that was deleted for everyone, with what it said: for auditors only. */
export const DeletedMessage = Type.Object({
  message: Message,
  deletedBy: Id,
  deletedAt: Timestamp,
})
export type DeletedMessage = Type.Static<typeof DeletedMessage>
