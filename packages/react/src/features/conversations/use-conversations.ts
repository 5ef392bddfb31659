import { type ConversationHandle, type ConversationList, conversations, type NewConversation } from '@palaver/client'
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
  const feature = conversations(useChat())
  const list = useStore(feature)
  const actions = useMemo(
    () => ({
      loadMore: () => feature.loadMore(),
      create: (options: NewConversation) => feature.create(options),
      direct: (userId: string) => feature.direct(userId),
    }),
    [feature],
  )
  return useMemo(() => ({ ...list, ...actions }), [list, actions])
}
