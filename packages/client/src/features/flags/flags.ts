import type { FlagReason, OwnFlag } from '@palaver/protocol'
import { memoised } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** Why a message is reported. */
export interface FlagDraft {
  readonly reason: FlagReason
  /** At most 500 code points. */
  readonly note?: string | undefined
}

/** Reporting messages of one conversation to those who run the service. */
export interface Flags {
  /** Reports a message; again changes reason and note. Nobody in the conversation learns of it. Rejects with the server's error. */
  flag(messageId: string, draft: FlagDraft): Promise<OwnFlag>
}

/** Reporting in a conversation; the same object each time. */
export const flags: (conversation: ConversationHandle) => Flags = /* @__PURE__ */ memoised((core, { id: conversationId }) => ({
  flag: async (messageId, { reason, note }) => (await core.run('message.flag', { conversationId, messageId, reason, note })).flag,
}))
