import { messageAt } from '@palaver/core'
import type { Message, PalaverError, ThreadView } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import type { ConversationState } from '../../state/conversation-state.ts'
import { keep, keepList, type Store } from '../../store.ts'
import { createTimer } from '../../timer.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** A thread that the caller follows. */
export interface ThreadItem {
  readonly threadId: string
  readonly conversationId: string
  /** Its part `thread` says how the thread stands. */
  readonly root: Message
  /** Replies of others that were not read; 100 means 100 or more. */
  readonly unread: number
}

/** The threads that the caller follows, those with the newest reply first; without those whose root they deleted for themselves. */
export interface ThreadList {
  readonly items: readonly ThreadItem[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  /** How many of those that are loaded have something unread. */
  readonly unreadThreads: number
  readonly error?: PalaverError | undefined
}

/** My threads; they load when somebody subscribes, and follow what happens. */
export interface Threads extends Store<ThreadList> {
  /** Loads 20 more. Never rejects: the outcome is in the snapshot. */
  loadMore(): Promise<void>
}

const pageSize = 20
const gatherMs = 200

const createThreads = (core: ClientCore): Threads => {
  const { cache } = core
  const rows = privateRows(core)
  const made = new Map<string, ThreadItem>()
  let loaded: readonly ThreadView[] | undefined
  let nextCursor: string | undefined
  let loading: Promise<void> | undefined
  let error: PalaverError | undefined
  let wanted = pageSize

  const itemOf = ({ conversationId, root: given, read, unread }: ThreadView): ThreadItem => {
    const row = messageAt(cache.get(conversationId).rows, given.position)
    const root = row && row.revision > given.revision ? row : given
    const mine = rows.of('thread').get(given.id)?.read ?? 0
    // Read on since it was counted: to the end as far as known, otherwise it is counted again.
    const isRead = mine > read && mine >= (root.thread?.lastPosition ?? 0)
    const item = keep(made.get(given.id), { threadId: given.id, conversationId, root, unread: isRead ? 0 : unread })
    made.set(given.id, item)
    return item
  }
  const compute = (previous: ThreadList | undefined, isShown: (messageId: string) => boolean): ThreadList => {
    const items = (loaded ?? []).filter(({ conversationId, root }) => isShown(root.id) && !cache.get(conversationId).gone).map(itemOf)
    return keep(previous, {
      items: keepList(previous?.items, items),
      status: error ? 'error' : loaded ? 'ready' : 'loading',
      hasMore: nextCursor !== undefined,
      unreadThreads: items.filter(({ unread }) => unread > 0).length,
      error,
    })
  }
  const fetch = async (): Promise<void> => {
    try {
      const views: ThreadView[] = []
      let cursor: string | undefined
      do {
        const page = await core.run('thread.list', { limit: Math.min(50, wanted - views.length), cursor })
        views.push(...page.threads)
        cursor = page.nextCursor
      } while (cursor !== undefined && views.length < wanted)
      loaded = views
      nextCursor = cursor
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the threads')
    }
  }
  const load = (): Promise<void> => {
    loading ??= fetch().then(() => {
      loading = undefined
      store.invalidate()
    })
    return loading
  }
  const timer = createTimer(core.platform, () => {
    // What is being loaded may be from before.
    if (loading) void loading.then(loadSoon)
    else void load()
  })
  const loadSoon = () => {
    if (store.watched() && core.isOpen()) timer.plan(gatherMs)
  }
  const store = messageStore<ThreadList>(core, compute, { onWatched: () => void rows.restored.then(loadSoon) })

  const hasNewReply = (next: ConversationState, previous: ConversationState): boolean => {
    for (let position = (previous.head?.position ?? 0) + 1; position <= (next.head?.position ?? 0); position += 1) {
      const { threadId } = messageAt(next.rows, position) ?? {}
      if (threadId !== undefined && rows.of('thread').has(threadId)) return true
    }
    return false
  }
  cache.onChange((next, previous) => {
    if (next.rows === previous.rows && next.gone === previous.gone) return
    store.invalidate()
    if (next.gone !== previous.gone || (previous.head && hasNewReply(next, previous))) loadSoon()
  })
  rows.onChange((kinds) => {
    if (!kinds.has('thread')) return
    store.invalidate()
    loadSoon()
  })
  core.events.on('open', loadSoon)
  core.events.on('synced', loadSoon)

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (nextCursor === undefined) return
      if (loading) await loading
      wanted = (loaded?.length ?? 0) + pageSize
      await load()
    },
  }
}

/** The threads that the person of a client follows; the same object each time. */
export const threads: (chat: ChatClient) => Threads = /* @__PURE__ */ memoised(createThreads)
