import * as Type from 'typebox'
import { Timestamp } from '../../scalars.ts'

/** How long a message stays: 5 seconds to 366 days, in milliseconds. */
export const DisappearAfter = Type.Integer({ minimum: 5000, maximum: 31_622_400_000, description: 'How long after it was sent a message stays, in milliseconds.' })

/** How long the messages of a conversation stay. */
export const ConversationDisappearAfter = Type.Union([Type.Literal(0, { description: 'They stay.' }), DisappearAfter])

/** What a sender may ask for. In a conversation whose messages disappear, the shorter time counts. */
export const disappearOptions = { disappearAfterMs: Type.Optional(DisappearAfter) }

/** What disappearing adds to a message. */
export const disappearPart = {
  expiresAt: Type.Optional(Type.Integer({ ...Timestamp, description: 'When what it says is taken away everywhere.' })),
}
