import type { ChatClient } from '@palaver/client'
import { createContext, type ReactNode, useContext } from 'react'

const ChatContext = createContext<ChatClient | undefined>(undefined)

/** What {@link PalaverProvider} takes. */
export interface PalaverProviderProps {
  /** The client that the hooks below use. Whoever made it connects and closes it; the provider does neither. */
  readonly client: ChatClient
  readonly children?: ReactNode
}

/**
 * Gives a client to the hooks below. It owns nothing: mounting, unmounting and StrictMode's second mount open and close no socket.
 * Providers may be nested or stand side by side; the nearest one counts.
 */
export const PalaverProvider = ({ client, children }: PalaverProviderProps) => (
  <ChatContext.Provider value={client}>{children}</ChatContext.Provider>
)

/** The client of the nearest {@link PalaverProvider}. Throws when there is none. */
export const useChat = (): ChatClient => {
  const client = useContext(ChatContext)
  if (!client) throw new Error('unable to use a Palaver hook; there is no PalaverProvider above')
  return client
}
