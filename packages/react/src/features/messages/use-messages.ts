import type { ContentDraft, MessageDraft, Messages, Timeline } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What can be done with the messages of a conversation; see `Messages` of `@palaver/client`. */
export type MessageActions = Pick<
  Messages,
  'send' | 'retry' | 'discard' | 'loadOlder' | 'loadNewer' | 'jumpTo' | 'jumpToNewest'
>

/** What {@link useMessages} gives: the timeline, and what can be done with it. */
export interface MessagesResult extends Timeline, MessageActions {}

/** What can be done with the messages of a conversation, without rendering when they change. The object keeps its identity. */
export const useMessageActions = (conversationId: string): MessageActions => {
  const { messages } = useChat().conversation(conversationId)
  return useMemo(
    () => ({
      send: (draft: MessageDraft | ContentDraft) => messages.send(draft),
      retry: (key: string) => messages.retry(key),
      discard: (key: string) => messages.discard(key),
      loadOlder: () => messages.loadOlder(),
      loadNewer: () => messages.loadNewer(),
      jumpTo: (position: number) => messages.jumpTo(position),
      jumpToNewest: () => messages.jumpToNewest(),
    }),
    [messages],
  )
}

/** The timeline of a conversation, oldest first, with what waits to be sent at its end. One render for each batch of changes. */
export const useMessages = (conversationId: string): MessagesResult => {
  const timeline = useStore(useChat().conversation(conversationId).messages)
  const actions = useMessageActions(conversationId)
  return useMemo(() => ({ ...timeline, ...actions }), [timeline, actions])
}
