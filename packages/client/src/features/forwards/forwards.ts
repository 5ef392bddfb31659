import { forwardedFromOf, mayForward } from '@palaver/core'
import { memoised } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** Forwarding the messages of one conversation. */
export interface Forwards {
  /** Can it be forwarded? Once it is acknowledged, and if it is of a kind that means the same elsewhere. */
  canForward(message: TimelineMessage): boolean
  /**
   * Sends what the message says to other conversations, saying whose words they are. Shows there as `pending` at once, survives a reload, is sent
   * once. Returns the keys in the order of the conversations; none when it cannot be forwarded.
   */
  forward(message: TimelineMessage, conversationIds: readonly string[]): readonly string[]
}

/** Forwarding from a conversation; the same object each time. */
export const forwards: (conversation: ConversationHandle) => Forwards = /* @__PURE__ */ memoised((core, from) => ({
  canForward: (message) => message.id !== undefined && mayForward(message),
  forward: (message, conversationIds) => {
    const { id: messageId } = message
    if (messageId === undefined || !mayForward(message)) return []
    const shown = { content: message.content, forwardedFrom: forwardedFromOf(message) }
    const keys = conversationIds.map((conversationId) => {
      const key = core.uuids.next()
      const input = { conversationId, clientId: key, from: { conversationId: from.id, messageId } }
      core.outbox.add({ key, conversationId, command: 'message.forward', input, shown, createdAt: core.serverNow(), state: 'waiting' })
      return key
    })
    core.batch.flush()
    return keys
  },
}))
