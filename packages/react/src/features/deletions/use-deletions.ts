import { type Deletions, deletions } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Deleting in a conversation; see `Deletions` of `@palaver/client`. The object keeps its identity and never renders by itself: messages change in the timeline. */
export const useDeletions = (conversationId: string): Deletions => deletions(useChat().conversation(conversationId))
