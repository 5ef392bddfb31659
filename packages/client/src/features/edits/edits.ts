import { mayEdit } from '@palaver/core'
import type { EditedContent, Message } from '@palaver/protocol'
import { memoised, previewAs, queueChange } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** Beside the text. */
export interface EditOptions {
  /** Data of the application's own, in place of that before; `customData` writes it. */
  readonly custom?: NonNullable<Message['custom']>
}

/** Editing the messages of one conversation. */
export interface Edits {
  /** May the caller edit it still? By the rule of the server with its default window; a deployment may allow less. */
  canEdit(message: TimelineMessage): boolean
  /** Replaces the text of a message of one's own, and its custom data if some is given. Shows at once, survives a reload; refused for good it is undone, and `dropped` tells. Returns its key. */
  edit(messageId: string, text: string, options?: EditOptions): string
  /** What the message said before, the newest first: 20, or those before a revision. Rejects with the server's error. */
  list(messageId: string, before?: number): Promise<{ readonly edits: readonly EditedContent[]; readonly hasMore: boolean }>
}

/** Editing in a conversation; the same object each time. */
export const edits: (conversation: ConversationHandle) => Edits = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  previewAs(core, 'message.edit', (item, { input, createdAt }) => {
    const isSaidAnew = item.content.kind !== 'text' || item.content.text !== input.content.text
    return Object.freeze({ ...item, content: input.content, custom: input.custom ?? item.custom, ...(isSaidAnew && { editedAt: createdAt }) })
  })
  return {
    canEdit: (message) => message.id !== undefined && mayEdit(message, { me: core.me, now: core.serverNow() }),
    edit: (messageId, text, options) => queueChange(core, 'message.edit', { conversationId, messageId, content: { kind: 'text', text }, ...options }),
    list: (messageId, before) => core.run('message.edits', { conversationId, messageId, before }),
  }
})
