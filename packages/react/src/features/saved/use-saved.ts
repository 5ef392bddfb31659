import { type SavedList, type SavedMessages, saved } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useSaved} gives: the saved messages, the latest first, and what can be done with them. */
export interface SavedResult extends SavedList, Pick<SavedMessages, 'loadMore' | 'add' | 'remove'> {}

/** The messages saved for later; those that the person may read are loaded, 50 at a time. The functions keep their identity. */
export const useSaved = (): SavedResult => {
  const feature = saved(useChat())
  const list = useStore(feature)
  const { loadMore, add, remove } = feature
  return useMemo(() => ({ ...list, loadMore, add, remove }), [list, loadMore, add, remove])
}
