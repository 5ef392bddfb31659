import { type ChatClient, createChatClient, indexedDbStorage, restFallback, type Session, type Store } from '@palaver/client'

/**
 * The connected client of whoever is signed in; undefined while nobody is. It lives outside of React, so that no second mount
 * opens a second socket.
 */
export const createRunningClient = (session: Session, url: string): Store<ChatClient | undefined> => {
  const listeners = new Set<() => void>()
  let client: ChatClient | undefined
  const follow = () => {
    const { userId } = session.getSnapshot()
    if (client?.userId === userId) return
    void client?.close()
    client = userId === undefined ? undefined : createChatClient({ url, userId, token: (options) => session.token(options), storage: indexedDbStorage(), fallback: restFallback })
    client?.on('auth_required', session.forget)
    client?.connect()
    for (const listener of listeners) listener()
  }
  session.subscribe(follow)
  follow()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => client,
  }
}
