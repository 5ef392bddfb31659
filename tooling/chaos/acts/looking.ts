import { typing } from '@palaver/client'
import type { Act } from './hand.ts'

/** What somebody does who looks at conversations: it moves marks, and leaves nothing else. */
export const lookingActs = {
  show: { share: 0.08, take: (hand, conversationId) => hand.show(conversationId) },
  type: { share: 0.025, take: ({ client }, conversationId) => typing(client.conversation(conversationId)).notify() },
  'load-older': { share: 0.02, take: ({ client }, conversationId) => void client.conversation(conversationId).messages.loadOlder() },
  blur: { share: 0.015, take: (hand) => hand.focus(false) },
  focus: { share: 0.025, take: (hand) => hand.focus(true) },
} as const satisfies Record<string, Act>
