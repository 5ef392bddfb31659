import { marks, type ReceiptCounts } from '@palaver/client'
import { useCallback } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

const equalCounts = (a: ReceiptCounts | undefined, b: ReceiptCounts | undefined): boolean =>
  a === b || (!!a && !!b && a.delivered === b.delivered && a.read === b.read && a.of === b.of)

/** How many of the other members have received and read the message at a position; `undefined` without one. */
export const useReceipts = (conversationId: string, position: number | undefined): ReceiptCounts | undefined => {
  const feature = marks(useChat().conversation(conversationId))
  const select = useCallback(() => (position === undefined ? undefined : feature.countsAt(position)), [feature, position])
  return useStore(feature, select, equalCounts)
}
