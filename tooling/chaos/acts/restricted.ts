import type { Act } from './hand.ts'
import { otherMember } from './pick.ts'
import { say } from './say.ts'

/** Says something to one other member only. */
export const restrictedActs = {
  confide: {
    share: 0.02,
    take: (hand, conversationId, dice) => {
      const other = otherMember(hand, conversationId, dice)
      if (other !== undefined) say(hand, conversationId, { kind: 'restricted', draft: (text) => ({ text, visibleTo: [other] }) })
    },
  },
} as const satisfies Record<string, Act>
