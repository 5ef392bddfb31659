import { drafts, type DraftText } from '@palaver/client'
import { useCallback, useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useDraft} gives. */
export interface DraftResult {
  /** Undefined when nothing is written. */
  readonly draft: DraftText | undefined
  /** Keeps it here at once, and soon on the person's other devices; an empty text removes it. */
  readonly setDraft: (draft: DraftText) => void
  /** Tells the other devices now: when the writer turns away. */
  readonly flush: () => void
}

/** What the person has begun to write in a conversation, or in the thread of a message in it, on whichever device. The functions keep their identity. */
export const useDraft = (conversationId: string, threadId?: string): DraftResult => {
  const feature = drafts(useChat())
  const draft = useStore(feature.of(conversationId, threadId))
  const setDraft = useCallback((next: DraftText) => feature.set(conversationId, next, threadId), [feature, conversationId, threadId])
  return useMemo(() => ({ draft, setDraft, flush: feature.flush }), [draft, setDraft, feature])
}
