import { hasAcknowledged, mayAcknowledge, namedAcknowledgements } from '@palaver/core'
import type { Acknowledgement } from '@palaver/protocol'
import { memoised, previewAs, queueChange } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** Urgent messages of one conversation. */
export interface Priorities {
  /** Is the caller asked to acknowledge it? Not their own, and not again as far as the message says who did. */
  canAcknowledge(message: TimelineMessage): boolean
  /** Acknowledges an urgent message. Shows at once, survives a reload; refused for good it is undone, and `dropped` tells. */
  acknowledge(messageId: string): void
  /** Who acknowledged it, the latest first: 50, or those before a revision. Rejects with the server's error. */
  list(messageId: string, before?: number): Promise<{ readonly acknowledgements: readonly Acknowledgement[]; readonly hasMore: boolean }>
}

const withMine = (item: TimelineMessage, me: string): TimelineMessage => {
  if (hasAcknowledged(item, me) !== false) return item
  const { count, userIds } = item.acknowledged ?? { count: 0, userIds: [] }
  return Object.freeze({ ...item, acknowledged: { count: count + 1, userIds: [...userIds, me].slice(0, namedAcknowledgements) } })
}

/** Urgent messages in a conversation; the same object each time. */
export const priorities: (conversation: ConversationHandle) => Priorities = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  previewAs(core, 'message.acknowledge', (item) => withMine(item, core.me))
  return {
    canAcknowledge: (message) => message.id !== undefined && mayAcknowledge(message, core.me) && hasAcknowledged(message, core.me) !== true,
    acknowledge: (messageId) => queueChange(core, 'message.acknowledge', { conversationId, messageId }),
    list: (messageId, before) => core.run('message.acknowledgements', { conversationId, messageId, before }),
  }
})
