import * as Type from 'typebox'
import { Id, text, Timestamp } from '../../scalars.ts'

/** Different emoji that one message may have. */
export const maxReactionEmoji = 20
/** Reactors of an emoji that stand in the message itself. */
export const maxShownReactors = 20

/** One emoji as people see it, of however many code points: one that Unicode recommends for interchange (`RGI_Emoji`), fully qualified. */
export const Emoji = text({ min: 1, max: 16, description: 'One emoji of RGI_Emoji, fully qualified: "❤️" with its variation selector.' })
export type Emoji = Type.Static<typeof Emoji>

/** Everybody who reacted with one emoji, in numbers. */
export const ReactionSummary = Type.Object({
  emoji: Emoji,
  count: Type.Integer({ minimum: 1, description: 'People who reacted with it.' }),
  userIds: Type.Array(Id, { minItems: 1, maxItems: maxShownReactors, description: 'Those who did so first: all of them, or 20.' }),
})
export type ReactionSummary = Type.Static<typeof ReactionSummary>

/** What reactions add to a message. */
export const reactionPart = {
  reactions: Type.Optional(Type.Array(ReactionSummary, { maxItems: maxReactionEmoji, description: 'In the order of their first use.' })),
}

/** One person's reaction. */
export const Reaction = Type.Object({ emoji: Emoji, userId: Id, at: Timestamp })
export type Reaction = Type.Static<typeof Reaction>
