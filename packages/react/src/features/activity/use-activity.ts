import { type Activity, activity, type ActivityList } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useActivity} gives: what concerns the person, the newest first, and what can be done with it. */
export interface ActivityResult extends ActivityList, Pick<Activity, 'loadMore' | 'markRead' | 'refresh'> {}

/** Mentions of the person, answers to their messages and reactions to them; kept up to date while a component uses it. The functions keep their identity. */
export const useActivity = (): ActivityResult => {
  const feature = activity(useChat())
  const list = useStore(feature)
  const { loadMore, markRead, refresh } = feature
  return useMemo(() => ({ ...list, loadMore, markRead, refresh }), [list, loadMore, markRead, refresh])
}
