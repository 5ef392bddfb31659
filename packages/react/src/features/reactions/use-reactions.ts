import { type Reactions, reactions } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Reactions in a conversation; see `Reactions` of `@palaver/client`. The object keeps its identity and never renders by itself: messages change in the timeline. */
export const useReactions = (conversationId: string): Reactions => reactions(useChat().conversation(conversationId))
