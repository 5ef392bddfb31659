import { type Flags, flags } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Reporting messages of a conversation; see `Flags` of `@palaver/client`. The object keeps its identity and never renders by itself. */
export const useFlags = (conversationId: string): Flags => flags(useChat().conversation(conversationId))
