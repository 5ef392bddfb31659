import { type ConversationList, conversations } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

const unreadTotal = (list: ConversationList): number => list.unreadTotal

/** Unread messages of all loaded conversations together; renders only when that number changes. */
export const useUnreadTotal = (): number => useStore(conversations(useChat()), unreadTotal)
