import { mayDelete, mayRestore } from '@palaver/core'
import { memoised, previewAs, queueChange } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** Deleting messages of one conversation, and undoing it. */
export interface Deletions {
  /** May the caller delete it for everyone? By the rule of the server, as far as the sender's role is known here. */
  canRemove(message: TimelineMessage): boolean
  /** May the caller still undo its deletion? By the rule of the server with its default window; a deployment may allow less. */
  canRestore(message: TimelineMessage): boolean
  /** Deletes it for everyone. Shows at once, survives a reload; refused for good it is undone, and `dropped` tells. */
  remove(messageId: string): void
  /** Undoes that. Shows at once when the deletion has not left yet, otherwise with the server's answer; refused for good `dropped` tells. */
  restore(messageId: string): void
}

/** Deleting in a conversation; the same object each time. */
export const deletions: (conversation: ConversationHandle) => Deletions = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  previewAs(core, 'message.delete', ({ key, id, position, senderId, replyTo, createdAt, mine, status }, change) =>
    Object.freeze({ key, id, position, senderId, replyTo, createdAt, mine, status, content: { kind: 'deleted' as const, by: core.me, at: change.createdAt } }))
  return {
    canRemove: (message) => {
      const state = core.cache.get(conversationId)
      if (!isLoaded(state) || message.id === undefined || message.content.kind === 'deleted') return false
      const senderRole = state.members.get(message.senderId)?.role
      return mayDelete(message, { me: core.me, appRole: 'user', memberRole: state.membership.role, conversationType: state.conversation.type, senderRole })
    },
    canRestore: (message) => message.id !== undefined && mayRestore(message, { me: core.me, now: core.serverNow() }),
    remove: (messageId) => queueChange(core, 'message.delete', { conversationId, messageId }),
    restore: (messageId) => {
      const { outbox, drainer } = core
      const waiting = outbox.list(conversationId).find(({ command, input }) => command === 'message.delete' && input.messageId === messageId)
      if (waiting && !drainer.tried(waiting.key)) outbox.remove(waiting.key)
      // Another tab may have sent the deletion meanwhile; restoring what is not deleted changes nothing.
      queueChange(core, 'message.restore', { conversationId, messageId })
    },
  }
})
