import { typing } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** Tells the others that the caller types. Neither function ever throws; both keep their identity. */
export interface TypingActions {
  /** Call it on every key; one frame leaves in 3 s. */
  readonly notify: () => void
  readonly stop: () => void
}

/** Who types in a conversation: user ids, without the caller, in the order they began. */
export const useTyping = (conversationId: string): readonly string[] => useStore(typing(useChat().conversation(conversationId)))

/** How to tell the others that the caller types, without rendering when they do. */
export const useTypingActions = (conversationId: string): TypingActions => {
  const feature = typing(useChat().conversation(conversationId))
  return useMemo(() => ({ notify: () => feature.notify(), stop: () => feature.stop() }), [feature])
}
