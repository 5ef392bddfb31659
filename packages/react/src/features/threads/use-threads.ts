import { type ThreadList, type Threads, threads } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useThreads} gives: my threads, and how to load more of them. */
export interface ThreadsResult extends ThreadList, Pick<Threads, 'loadMore'> {}

/** The threads that the person follows, those with the newest reply first; 20 load when the first component asks. */
export const useThreads = (): ThreadsResult => {
  const feature = threads(useChat())
  const list = useStore(feature)
  return useMemo(() => ({ ...list, loadMore: feature.loadMore }), [list, feature])
}
