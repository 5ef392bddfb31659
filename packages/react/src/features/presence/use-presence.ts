import { type Presence, presence, type PresenceChange } from '@palaver/client'
import { useCallback } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { emptyStore } from '../../store/empty-store.ts'
import { useStore } from '../../store/use-store.ts'

/** The presence of somebody, watched while the component is mounted; `undefined` while it is not known, or without an id. */
export const usePresence = (userId: string | undefined): Presence | undefined => {
  const chat = useChat()
  return useStore<Presence | undefined>(userId === undefined ? emptyStore : presence(chat).of(userId))
}

/** Chooses how the caller appears to others. Rejects with the server's error; keeps its identity for a client. */
export const useSetPresence = (): ((change: PresenceChange) => Promise<Presence>) => {
  const chat = useChat()
  return useCallback((change: PresenceChange) => presence(chat).set(change), [chat])
}
