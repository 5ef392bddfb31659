import { type PinList, type Pins, pins } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link usePins} gives: what is pinned, and how to change it. */
export interface PinsResult extends PinList, Pick<Pins, 'pin' | 'unpin'> {}

/** The pinned messages of a conversation; they load when the first component asks. The functions keep their identity. */
export const usePins = (conversationId: string): PinsResult => {
  const feature = pins(useChat().conversation(conversationId))
  const list = useStore(feature)
  return useMemo(() => ({ ...list, pin: feature.pin, unpin: feature.unpin }), [list, feature])
}
