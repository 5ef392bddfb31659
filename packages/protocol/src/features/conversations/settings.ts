import * as Type from 'typebox'
import { ConversationDisappearAfter } from '../disappearing/schemas.ts'
import { line, text } from '../../scalars.ts'

export const ConversationName = line({ max: 120 })
export const ConversationTopic = text({ max: 500 })

/** What the members of a conversation agree on. */
export const ConversationSettings = Type.Object({
  history: Type.Enum(['beginning', 'join'], {
    description: 'From where new members may read: the beginning, or their joining.',
  }),
  disappearAfterMs: Type.Optional(ConversationDisappearAfter),
})
