import { type Edits, edits } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Editing in a conversation; see `Edits` of `@palaver/client`. The object keeps its identity and never renders by itself: messages change in the timeline. */
export const useEdits = (conversationId: string): Edits => edits(useChat().conversation(conversationId))
