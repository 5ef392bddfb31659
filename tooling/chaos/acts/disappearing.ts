import type { Act } from './hand.ts'
import { say } from './say.ts'

/** The least that the contract takes, and what is added to it at most. */
const [leastMs, moreMs] = [5000, 10_000]

/** Says what is to disappear within the run. */
export const disappearingActs = {
  whisper: {
    share: 0.02,
    take: (hand, conversationId, dice) => say(hand, conversationId, { kind: 'disappearing', draft: (text) => ({ text, disappearAfterMs: leastMs + Math.floor(dice * moreMs) }) }),
  },
} as const satisfies Record<string, Act>
