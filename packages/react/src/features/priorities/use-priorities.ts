import { type Priorities, priorities } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Urgent messages of a conversation; see `Priorities` of `@palaver/client`. The object keeps its identity and never renders by itself: messages change in the timeline. */
export const usePriorities = (conversationId: string): Priorities => priorities(useChat().conversation(conversationId))
