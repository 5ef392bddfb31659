import { type ConversationState, emptyConversation } from './conversation-state.ts'
import { withoutExpired } from './expiry.ts'

/** Told of each change of one conversation. */
export type CacheListener = (next: ConversationState, previous: ConversationState) => void

/** What is held of the server's state: the one place where it changes. `now`: the server's clock, by which messages disappear. */
export const createCache = (now: () => number) => {
  const conversations = new Map<string, ConversationState>()
  const listeners = new Set<CacheListener>()
  const get = (id: string): ConversationState => conversations.get(id) ?? emptyConversation(id)
  const set = (next: ConversationState): void => {
    const previous = get(next.id)
    if (next === previous) return
    conversations.set(next.id, next)
    for (const listener of listeners) listener(next, previous)
  }
  return {
    get,
    all: (): readonly ConversationState[] => [...conversations.values()],
    update: (id: string, merge: (state: ConversationState) => ConversationState) => set(withoutExpired(merge(get(id)), now())),
    /** Forgets all conversations: their numbers belong to another history. */
    clear: () => {
      for (const { id, epoch } of [...conversations.values()]) set({ ...emptyConversation(id), epoch: epoch + 1 })
    },
    /** Something beside the state changed that its stores show. */
    touch: (id: string) => {
      const state = get(id)
      for (const listener of listeners) listener(state, state)
    },
    onChange: (listener: CacheListener) => listeners.add(listener),
  }
}

/** The cache of one client. */
export type Cache = ReturnType<typeof createCache>
