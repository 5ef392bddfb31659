import * as Type from 'typebox'
import { Id, text, Timestamp } from '../../scalars.ts'
import { textHardLimit } from '../messages/content.ts'

/** What somebody has begun to write in a conversation; its key is the conversation's id. */
export const Draft = Type.Object({
  text: text({ min: 1, max: textHardLimit }),
  replyToId: Type.Optional(Id),
  editedAt: Type.Integer({ ...Timestamp, description: 'When it was written, by the device; the later one stays.' }),
})
export type Draft = Type.Static<typeof Draft>
