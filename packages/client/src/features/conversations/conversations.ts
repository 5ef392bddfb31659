import type { Conversation, ConversationView, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { withView } from '../../state/merge.ts'
import { computedStore, keep, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from './conversation-handle.ts'
import type { ConversationItem } from './conversation-item.ts'

/** The caller's conversations, the most recently active first. */
export interface ConversationList {
  readonly items: readonly ConversationItem[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  /** Sum over the loaded conversations. */
  readonly unreadTotal: number
  readonly error?: PalaverError | undefined
}

/** What a new group or channel needs. */
export interface NewConversation {
  readonly name: string
  readonly memberIds: readonly string[]
  /** `group` unless said otherwise. */
  readonly type?: 'group' | 'channel'
  readonly topic?: string
  readonly avatarHue?: number
  /** Data of the application's own; `customData` writes it. */
  readonly custom?: NonNullable<Conversation['custom']>
}

/** The list of conversations: a store, and what can be done with it. While somebody has it, all conversations are loaded and kept up to date. */
export interface Conversations extends Store<ConversationList> {
  /** Loads the next page of the list. */
  loadMore(): Promise<void>
  /** Creates a group or channel with the caller as owner. Rejects with the server's error. */
  create(options: NewConversation): Promise<ConversationHandle>
  /** The direct conversation with somebody: always one for a pair. Rejects with the server's error. */
  direct(userId: string): Promise<ConversationHandle>
}

const pageSize = 50
const quickPages = 4
const restMs = 3000

const byActivity = (a: ConversationItem, b: ConversationItem): number =>
  b.head.activityAt - a.head.activityAt || (a.id < b.id ? 1 : -1)

const createConversations = (core: ClientCore, chat: ChatClient): Conversations => {
  let loaded = false
  let cursor: string | undefined
  let generation = 0
  let pages = 0
  let loading: Promise<void> | undefined
  let error: PalaverError | undefined

  const compute = (previous: ConversationList | undefined): ConversationList => {
    const items = core.cache.all().flatMap(({ id }) => core.itemOf(id) ?? []).sort(byActivity)
    return keep(previous, {
      items: keepList(previous?.items, items),
      status: loaded || items.length > 0 ? 'ready' : error ? 'error' : 'loading',
      hasMore: cursor !== undefined,
      unreadTotal: items.reduce((total, item) => total + item.unread, 0),
      error,
    })
  }
  const store = computedStore<ConversationList>(core.batch, compute)

  const take = (view: ConversationView): string => {
    const { id } = view.conversation
    core.cache.update(id, (state) => withView(state, view))
    return id
  }
  const fetchPage = async () => {
    const started = generation
    try {
      const page = await core.run('conversation.list', { limit: pageSize, cursor })
      if (started !== generation) return
      core.events.emit('people', page.people)
      const ids = page.conversations.map(take)
      core.sync.follow(ids)
      for (const id of ids) core.sync.need(id)
      cursor = page.nextCursor
      loaded = true
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the conversations')
    }
  }
  const load = (): Promise<void> => {
    loading ??= core.ready.then(fetchPage).finally(() => {
      loading = undefined
      store.invalidate()
    })
    return loading
  }
  /** What is not loaded is not followed, so nothing would tell of its messages: the rest comes page by page, slowly enough for the limits. */
  const loadRest = () => {
    pages += 1
    if (cursor !== undefined) core.platform.delay(pages < quickPages ? 0 : restMs, () => {
      if (core.isOpen() && cursor !== undefined) void load().then(loadRest)
    })
  }

  const ensure = () => {
    if (!loaded || cursor !== undefined) void load().then(loadRest)
  }
  const adopt = (view: ConversationView): ConversationHandle => {
    const id = take(view)
    core.sync.follow([id])
    core.batch.flush()
    return chat.conversation(id)
  }

  core.cache.onChange(store.invalidate)
  core.events.on('synced', ensure)
  core.events.on('stale', () => {
    generation += 1
    loaded = false
    cursor = undefined
    loading = undefined
    store.invalidate()
  })
  if (core.sync.synced()) ensure()

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (!loaded || cursor !== undefined) await load()
    },
    create: async ({ memberIds, ...fields }) =>
      adopt(await core.run('conversation.create', { type: 'group', ...fields, clientId: core.uuids.next(), memberIds: [...memberIds] })),
    direct: async (userId) => adopt(await core.run('conversation.direct', { userId })),
  }
}

/** The conversations of a client; the same object each time. */
export const conversations: (chat: ChatClient) => Conversations = /* @__PURE__ */ memoised(createConversations)
