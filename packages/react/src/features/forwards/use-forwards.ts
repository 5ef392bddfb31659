import { type Forwards, forwards } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Forwarding from a conversation; see `Forwards` of `@palaver/client`. The object keeps its identity and never renders by itself. */
export const useForwards = (conversationId: string): Forwards => forwards(useChat().conversation(conversationId))
