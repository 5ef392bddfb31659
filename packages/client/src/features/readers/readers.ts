import type { PalaverError, Person, ReaderCounts } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { computedStore, keep, type OwnedStore, type Store } from '../../store.ts'
import { createTimer } from '../../timer.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** Those who have read a message, or have received it and not read it. */
export type ReaderState = 'read' | 'delivered'

/** Who has a message. */
export interface ReaderList {
  /** In the order of their ids; empty in large conversations. */
  readonly people: readonly Person[]
  /** Undefined until loaded. */
  readonly counts?: ReaderCounts | undefined
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  readonly error?: PalaverError | undefined
}

/** Who has one message; loads when somebody watches, and again when marks move meanwhile. */
export interface MessageReaders extends Store<ReaderList> {
  /** Loads the next page. Never rejects: the outcome is in the snapshot. */
  loadMore(): Promise<void>
}

/** Who has read the messages of one conversation. */
export interface Readers {
  /** Of a message, by its id: the same object for the same message as long as somebody watches it. */
  of(messageId: string, state?: ReaderState): MessageReaders
}

const restMs = 2000
const empty: ReaderList = Object.freeze({ people: [], status: 'loading', hasMore: false })

const createList = (core: ClientCore, input: { readonly conversationId: string; readonly messageId: string; readonly state: ReaderState }, onUnwatched: () => void) => {
  let list = empty
  let cursor: string | undefined
  /** Answers of earlier numbers are stale. */
  let asked = 0

  const load = async (more: boolean) => {
    const number = ++asked
    const from = more ? cursor : undefined
    try {
      const { people, counts, nextCursor } = await core.run('message.readers', { ...input, cursor: from })
      if (number !== asked) return
      core.events.emit('people', people)
      cursor = nextCursor
      list = { people: Object.freeze(more ? [...list.people, ...people] : people), counts, status: 'ready', hasMore: nextCursor !== undefined }
    } catch (cause) {
      if (number !== asked) return
      list = { ...list, status: 'error', error: asPalaverError(cause, 'tell who read the message') }
    }
    store.invalidate()
  }
  const again = createTimer(core.platform, () => void load(false))
  const store: OwnedStore<ReaderList> = computedStore<ReaderList>(core.batch, (previous) => keep(previous, { ...list }), {
    onWatched: () => void load(false),
    onUnwatched: () => {
      again.stop()
      onUnwatched()
    },
  })
  const readers: MessageReaders = {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (cursor !== undefined) await load(true)
    },
  }
  return { readers, marksMoved: () => store.watched() && again.plan(restMs) }
}

const createReaders = (core: ClientCore, { id: conversationId }: ConversationHandle): Readers => {
  const lists = new Map<string, ReturnType<typeof createList>>()
  core.cache.onChange((next, previous) => {
    if (next.id === conversationId && next.marks !== previous.marks) for (const list of lists.values()) list.marksMoved()
  })
  return {
    of: (messageId, state = 'read') => {
      const key = `${messageId} ${state}`
      const list = lists.get(key) ?? createList(core, { conversationId, messageId, state }, () => lists.delete(key))
      lists.set(key, list)
      return list.readers
    },
  }
}

/** Who has read the messages of a conversation; the same object each time. */
export const readers: (conversation: ConversationHandle) => Readers = /* @__PURE__ */ memoised(createReaders)
