import type { ConversationHandle, ConversationList, NewConversation } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useConversations} gives: the list, and what can be done with it. */
export interface ConversationsResult extends ConversationList {
  /** Loads the next page of the list. */
  readonly loadMore: () => Promise<void>
  /** Creates a group or channel with the caller as owner. Rejects with the server's error. */
  readonly create: (options: NewConversation) => Promise<ConversationHandle>
  /** The direct conversation with somebody, made when there is none. Rejects with the server's error. */
  readonly direct: (userId: string) => Promise<ConversationHandle>
}

/** The caller's conversations, the most recently active first. The functions keep their identity for a client. */
export const useConversations = (): ConversationsResult => {
  const { conversations } = useChat()
  const list = useStore(conversations)
  const actions = useMemo(
    () => ({
      loadMore: () => conversations.loadMore(),
      create: (options: NewConversation) => conversations.create(options),
      direct: (userId: string) => conversations.direct(userId),
    }),
    [conversations],
  )
  return useMemo(() => ({ ...list, ...actions }), [list, actions])
}
