import * as Type from 'typebox'
import { Id, text, Timestamp } from '../../scalars.ts'
import { textHardLimit } from '../messages/content.ts'

/** What somebody has begun to write in a conversation or a thread; its key is the id of the conversation or of the thread's root. */
export const Draft = Type.Object({
  conversationId: Type.Optional(Type.String({ ...Id, description: 'Where the thread stands, if it is of a thread.' })),
  text: text({ min: 1, max: textHardLimit }),
  replyToId: Type.Optional(Id),
  editedAt: Type.Integer({ ...Timestamp, description: 'When it was written, by the device; the later one stays.' }),
})
export type Draft = Type.Static<typeof Draft>
