import { marks, type TimelineMessage } from '@palaver/client'
import type { Hand } from './hand.ts'

/** The newest that the server has and that `fits`. */
export const newest = ({ client }: Hand, conversationId: string, fits: (message: TimelineMessage) => boolean): (TimelineMessage & { readonly id: string }) | undefined => {
  const found = client.conversation(conversationId).messages.getSnapshot().items.findLast((each) => each.id !== undefined && fits(each))
  return found?.id === undefined ? undefined : { ...found, id: found.id }
}

/** The newest that this client sent, and may change: another device of the same person changes its own. */
export const newestOwn = (hand: Hand, conversationId: string) =>
  newest(hand, conversationId, ({ key, content, visibleTo }) => content.kind !== 'poll' && visibleTo === undefined && hand.ledger.sent.get(key)?.client === hand.name)

/** Another member, as the dice say. */
export const otherMember = (hand: Hand, conversationId: string, dice: number): string | undefined => {
  const others = marks(hand.client.conversation(conversationId)).getSnapshot().flatMap(({ userId }) => (userId === hand.userId ? [] : [userId])).toSorted()
  return others[Math.floor(dice * others.length)]
}
