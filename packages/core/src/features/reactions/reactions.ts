import type { ReactionSummary } from '@palaver/protocol'

/** Reactors of an emoji that stand in the message itself. */
const shown = 20

/** The summary after somebody who had not done so reacts with the emoji: a new one stands last. */
export const addReaction = (reactions: readonly ReactionSummary[], emoji: string, userId: string): ReactionSummary[] => {
  const known = reactions.find((each) => each.emoji === emoji)
  if (!known) return [...reactions, { emoji, count: 1, userIds: [userId] }]
  const userIds = known.userIds.length < shown ? [...known.userIds, userId] : known.userIds
  return reactions.map((each) => (each === known ? { emoji, count: known.count + 1, userIds } : each))
}

/** Who takes a reaction back, and who reacted first without them where more did than the summary shows. */
export interface TakenBack {
  readonly userId: string
  readonly first?: readonly string[]
}

/** The summary after somebody who had reacted with the emoji takes it back; an emoji of nobody goes. */
export const removeReaction = (reactions: readonly ReactionSummary[], emoji: string, { userId, first }: TakenBack): ReactionSummary[] =>
  reactions.flatMap((each) => {
    if (each.emoji !== emoji) return [each]
    const userIds = first?.slice(0, shown) ?? each.userIds.filter((id) => id !== userId)
    return each.count > 1 && userIds.length > 0 ? [{ emoji, count: each.count - 1, userIds }] : []
  })
