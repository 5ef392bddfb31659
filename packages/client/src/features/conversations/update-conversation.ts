import type { Conversation } from '@palaver/protocol'
import { coreOf } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { withRows } from '../../state/merge.ts'
import type { ConversationHandle } from './conversation-handle.ts'

/** Fields of a group or channel that may change; absent ones stay. */
export interface ConversationChange {
  readonly name?: string
  readonly topic?: string
  readonly avatarHue?: number
  /** Settings that are left out stay. `disappearAfterMs: 0` lets new messages stay. */
  readonly settings?: Partial<Conversation['settings']>
  /** Data of the application's own, in place of that before; `customData` writes it. */
  readonly custom?: NonNullable<Conversation['custom']>
}

/** Changes a group or channel. Rejects with the server's error. */
export const updateConversation = async (conversation: ConversationHandle, change: ConversationChange): Promise<void> => {
  const { cache, run } = coreOf(conversation)
  const { id } = conversation
  const answer = await run('conversation.update', { conversationId: id, ...change })
  cache.update(id, (state) => (isLoaded(state) ? withRows(state, { conversation: answer.conversation }, state.revision) : state))
}
