import { hidden } from '@palaver/client'
import { useChat, useStore } from '@palaver/react'
import { useCallback } from 'react'

/** Did the person delete the message for themselves? */
export const useIsHidden = (messageId: string): boolean => {
  const pick = useCallback((ids: ReadonlySet<string>) => ids.has(messageId), [messageId])
  return useStore(hidden(useChat()), pick)
}
