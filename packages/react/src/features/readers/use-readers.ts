import { type MessageReaders, type ReaderList, type ReaderState, readers } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useReaders} gives: who has the message, and how to load more of them. */
export interface ReadersResult extends ReaderList, Pick<MessageReaders, 'loadMore'> {}

/** Who has read a message, or with `delivered` received it and not read it; loads when the first component asks, and again when marks move. */
export const useReaders = (conversationId: string, messageId: string, state: ReaderState = 'read'): ReadersResult => {
  const chat = useChat()
  const feature = useMemo(() => readers(chat.conversation(conversationId)).of(messageId, state), [chat, conversationId, messageId, state])
  const list = useStore(feature)
  return useMemo(() => ({ ...list, loadMore: feature.loadMore }), [list, feature])
}
