import { type Mark, marks } from '@palaver/client'
import { useChat, useConversationItem, useStore } from '@palaver/react'
import { useCallback, useState } from 'react'

/**
 * The position after which messages were unread when the conversation was opened; it stays while it is open. Undefined when
 * nothing was unread.
 */
export const useUnreadLine = (conversationId: string): number | undefined => {
  const chat = useChat()
  const unread = useConversationItem(conversationId)?.unread
  const ownRead = useCallback((all: readonly Mark[]) => all.find(({ userId }) => userId === chat.userId)?.read, [chat])
  const read = useStore(marks(chat.conversation(conversationId)), ownRead)
  const [line, setLine] = useState<{ readonly after: number | undefined }>()
  if (!line && unread !== undefined && read !== undefined) setLine({ after: unread > 0 ? read : undefined })
  return line?.after
}
