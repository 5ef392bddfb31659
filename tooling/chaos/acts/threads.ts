import type { Act } from './hand.ts'
import { say } from './say.ts'

/** A thread that has so many replies is left for a new one. */
const longThread = 8

/** Replies in the newest thread, or begins one. */
export const threadActs = {
  reply: {
    share: 0.05,
    take: (hand, conversationId, dice) => {
      const { items } = hand.client.conversation(conversationId).messages.getSnapshot()
      const roots = items.filter(({ id, content, threadId, visibleTo }) => id !== undefined && threadId === undefined && visibleTo === undefined && (content.kind === 'text' || content.kind === 'poll'))
      const threadId = (roots.findLast(({ thread }) => thread && thread.replyCount < longThread) ?? roots.at(-1))?.id
      if (threadId === undefined) return
      say(hand, conversationId, { kind: 'reply', draft: (text) => ({ text, threadId, ...(dice < 0.3 ? { alsoToConversation: true } : {}) }) })
    },
  },
} as const satisfies Record<string, Act>
