import { type ConversationChange, type ConversationHandle, type ConversationInfo, type Permissions, permissions, updateConversation } from '@palaver/client'
import { useCallback, useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useConversation} gives. */
export interface ConversationResult extends ConversationInfo, Permissions {
  /** The client's own object, for what has no hook. */
  readonly handle: ConversationHandle
  /** Changes a group or channel. Rejects with the server's error. */
  readonly update: (change: ConversationChange) => Promise<void>
}

/** What is known of one conversation, and what the caller may do in it. Following it live is {@link useOpenConversation}'s task. */
export const useConversation = (conversationId: string): ConversationResult => {
  const handle = useChat().conversation(conversationId)
  const info = useStore(handle.info)
  const { can } = useStore(permissions(handle))
  const update = useCallback((change: ConversationChange) => updateConversation(handle, change), [handle])
  return useMemo(() => ({ ...info, can, handle, update }), [info, can, handle, update])
}
