import { type Thread, thread, type ThreadTimeline } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useThread} gives: the thread from some reply on, and what can be done with it. */
export interface ThreadResult extends ThreadTimeline, Pick<Thread, 'send' | 'loadOlder' | 'markRead' | 'follow' | 'unfollow'> {}

/** The thread of a message; its newest page loads when the first component asks. The functions keep their identity. */
export const useThread = (conversationId: string, threadId: string): ThreadResult => {
  const feature = thread(useChat().conversation(conversationId), threadId)
  const timeline = useStore(feature)
  return useMemo(() => {
    const { send, loadOlder, markRead, follow, unfollow } = feature
    return { ...timeline, send, loadOlder, markRead, follow, unfollow }
  }, [timeline, feature])
}
