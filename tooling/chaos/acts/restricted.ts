import { marks } from '@palaver/client'
import type { Act } from './hand.ts'
import { say } from './say.ts'

/** Says something to one other member only. */
export const restrictedActs = {
  confide: {
    share: 0.03,
    take: (hand, conversationId, dice) => {
      const others = marks(hand.client.conversation(conversationId)).getSnapshot().flatMap(({ userId }) => (userId === hand.userId ? [] : [userId])).toSorted()
      const other = others[Math.floor(dice * others.length)]
      if (other !== undefined) say(hand, conversationId, { kind: 'restricted', draft: (text) => ({ text, visibleTo: [other] }) })
    },
  },
} as const satisfies Record<string, Act>
