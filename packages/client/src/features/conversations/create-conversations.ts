import type { ConversationView, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ClientCore } from '../../core.ts'
import { computedStore, keep, keepList } from '../../store.ts'
import { withView } from '../../state/merge.ts'
import type { ConversationHandle } from './conversation-handle.ts'
import type { ConversationItem } from './conversation-item.ts'
import type { ConversationList, Conversations } from './conversations.ts'
import type { ConversationItems } from './create-item.ts'

const pageSize = 50
const quickPages = 4
const restMs = 3000

const byActivity = (a: ConversationItem, b: ConversationItem): number =>
  b.head.activityAt - a.head.activityAt || (a.id < b.id ? 1 : -1)

/** The list of conversations of one client. */
export const createConversations = (core: ClientCore, itemOf: ConversationItems, handleOf: (id: string) => ConversationHandle) => {
  let loaded = false
  let cursor: string | undefined
  let generation = 0
  let pages = 0
  let loading: Promise<void> | undefined
  let error: PalaverError | undefined

  const compute = (previous: ConversationList | undefined): ConversationList => {
    const items = core.cache.all().flatMap(({ id }) => itemOf(id) ?? []).sort(byActivity)
    return keep(previous, {
      items: keepList(previous?.items, items),
      status: loaded || items.length > 0 ? 'ready' : error ? 'error' : 'loading',
      hasMore: cursor !== undefined,
      unreadTotal: items.reduce((total, item) => total + item.unread, 0),
      ...(error ? { error } : {}),
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
      const page = await core.run('conversation.list', { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
      if (started !== generation) return
      core.cache.addPeople(page.people)
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
  const adopt = (view: ConversationView): ConversationHandle => {
    const id = take(view)
    core.sync.follow([id])
    core.batch.flush()
    return handleOf(id)
  }

  const conversations: Conversations = {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (!loaded || cursor !== undefined) await load()
    },
    create: async ({ memberIds, ...fields }) =>
      adopt(await core.run('conversation.create', { type: 'group', ...fields, clientId: core.uuids.next(), memberIds: [...memberIds] })),
    direct: async (userId) => adopt(await core.run('conversation.direct', { userId })),
  }
  return {
    conversations,
    invalidate: store.invalidate,
    /** The first page, unless it is there. */
    ensure: () => {
      if (!loaded || cursor !== undefined) void load().then(loadRest)
    },
    /** What was loaded belongs to another history. */
    restart: () => {
      generation += 1
      loaded = false
      cursor = undefined
      loading = undefined
      store.invalidate()
    },
  }
}
