import { type ScheduledMessage, type ScheduledMessages, scheduled } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useScheduled} gives: what the person scheduled in the conversation, the earliest first, and what can be done with it. */
export interface ScheduledResult extends Pick<ScheduledMessages, 'add' | 'update' | 'cancel' | 'sendNow'> {
  readonly items: readonly ScheduledMessage[]
}

/** The scheduled messages of a conversation. The functions keep their identity. */
export const useScheduled = (conversationId: string): ScheduledResult => {
  const feature = scheduled(useChat().conversation(conversationId))
  const items = useStore(feature)
  const { add, update, cancel, sendNow } = feature
  return useMemo(() => ({ items, add, update, cancel, sendNow }), [items, add, update, cancel, sendNow])
}
