import type { ConversationInfo, ConversationItem } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

const pickItem = (info: ConversationInfo): ConversationItem | undefined => info.item

/** One conversation as the list shows it; renders only when that one changes. `undefined` while nothing is known of it. */
export const useConversationItem = (conversationId: string): ConversationItem | undefined =>
  useStore(useChat().conversation(conversationId).info, pickItem)
