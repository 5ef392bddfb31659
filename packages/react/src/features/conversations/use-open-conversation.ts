import { useEffect } from 'react'
import { useChat } from '../../palaver-provider.tsx'

const windowHasFocus = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/**
 * Says that this component shows the conversation: while it is mounted the conversation is followed live, and what it shows counts
 * as read while the window has the focus. Any number of components may say so of the same conversation.
 */
export const useOpenConversation = (conversationId: string): void => {
  const handle = useChat().conversation(conversationId)
  useEffect(() => {
    const tell = () => handle.setFocused(windowHasFocus())
    tell()
    const close = handle.open()
    window.addEventListener('focus', tell)
    window.addEventListener('blur', tell)
    document.addEventListener('visibilitychange', tell)
    return () => {
      close()
      window.removeEventListener('focus', tell)
      window.removeEventListener('blur', tell)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [handle])
}
