import { useHidden, usePins } from '@palaver/react'

/** What is pinned in a conversation, without what the person deleted for themselves. */
export const useShownPins = (conversationId: string): ReturnType<typeof usePins> => {
  const pins = usePins(conversationId)
  const { ids } = useHidden()
  return { ...pins, items: pins.items.filter(({ id }) => !ids.has(id)) }
}
