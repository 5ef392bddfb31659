import { hidden, type HiddenMessages } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useHidden} gives: the ids of the messages that the person deleted for themselves, and what can be done with them. */
export interface HiddenResult extends Pick<HiddenMessages, 'hide' | 'unhide'> {
  readonly ids: ReadonlySet<string>
}

/** Messages that the person deleted for themselves. Used once, as near to the root as the provider, it takes them out of timelines, last messages, search and activity. */
export const useHidden = (): HiddenResult => {
  const feature = hidden(useChat())
  const ids = useStore(feature)
  return useMemo(() => ({ ids, hide: feature.hide, unhide: feature.unhide }), [ids, feature])
}
