import { type ClientCore, memoised } from '../../core.ts'
import { computedStore, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** Who types in a conversation: user ids, without the caller, in the order they began. */
export interface Typing extends Store<readonly string[]> {
  /** The caller types: call it on every key; one frame leaves in 3 s. Never throws. */
  notify(): void
  /** The caller has stopped. Never throws. */
  stop(): void
}

const everyMs = 3000

const createTyping = (core: ClientCore, { id }: ConversationHandle): Typing => {
  const ends = new Map<string, () => void>()
  let toldAt = Number.NEGATIVE_INFINITY

  const store = computedStore<readonly string[]>(core.batch, (previous) => keepList(previous, [...ends.keys()]))
  const end = (userId: string) => {
    ends.get(userId)?.()
    if (ends.delete(userId)) store.invalidate()
  }
  const tell = (typing: boolean) => {
    // A sign that comes late says nothing: it is not kept for the next connection, and nobody hears of a failure.
    if (core.isOpen()) core.run('typing.set', { conversationId: id, typing }).catch(() => undefined)
  }

  core.events.on('typing.changed', (payload) => {
    if (payload.conversationId !== id || payload.userId === core.me) return
    const { userId } = payload
    const isNew = !ends.has(userId)
    ends.get(userId)?.()
    if (!payload.typing) return end(userId)
    ends.set(userId, core.platform.delay(payload.expiresInMs, () => end(userId)))
    if (isNew) store.invalidate()
  })
  // What somebody typed has come.
  core.cache.onChange((next, previous) => {
    if (next.id !== id || ends.size === 0) return
    const last = next.head?.lastMessage
    if (last && last.position !== previous.head?.lastMessage?.position) end(last.senderId)
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    notify: () => {
      const now = core.platform.now()
      if (now - toldAt < everyMs) return
      toldAt = now
      tell(true)
    },
    stop: () => {
      if (toldAt === Number.NEGATIVE_INFINITY) return
      toldAt = Number.NEGATIVE_INFINITY
      tell(false)
    },
  }
}

/** The typing of a conversation; the same object each time. */
export const typing: (conversation: ConversationHandle) => Typing = /* @__PURE__ */ memoised(createTyping)
