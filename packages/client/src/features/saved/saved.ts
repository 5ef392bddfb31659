import type { Message, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import { keep, keepList, type Store } from '../../store.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** A message that the person keeps for later. */
export interface SavedItem {
  readonly messageId: string
  readonly conversationId: string
  /** Epoch milliseconds. */
  readonly savedAt: number
  /** Undefined until it was loaded. */
  readonly message?: Message | undefined
}

/** What is saved, the latest first; without what the person deleted for themselves, and what they cannot read any more. */
export interface SavedList {
  readonly items: readonly SavedItem[]
  /** `error`: messages could not be loaded. */
  readonly status: 'loading' | 'ready' | 'error'
  /** There are items whose message was not loaded. */
  readonly hasMore: boolean
  readonly error?: PalaverError | undefined
}

/** Messages kept for later. The first 50 messages are loaded when somebody watches. */
export interface SavedMessages extends Store<SavedList> {
  /** Is the message saved? */
  has(messageId: string): boolean
  /** Loads the messages of 50 items more. Never rejects: the outcome is in the snapshot. */
  loadMore(): Promise<void>
  /** Rejects with the server's error. */
  add(message: { readonly conversationId: string; readonly messageId: string }): Promise<void>
  /** Rejects with the server's error. */
  remove(messageId: string): Promise<void>
}

const mostAtOnce = 50

const createSaved = (core: ClientCore): SavedMessages => {
  const rows = privateRows(core)
  /** Undefined: asked for, and not to be read. */
  const loaded = new Map<string, Message | undefined>()
  let loading: Promise<void> | undefined
  let error: PalaverError | undefined
  let items: readonly SavedItem[] | undefined

  const itemsNow = () => {
    items ??= Object.freeze(
      [...rows.of('saved')]
        .filter(([messageId, { conversationId }]) => !core.cache.get(conversationId).gone && !(loaded.has(messageId) && !loaded.get(messageId)))
        .map(([messageId, { conversationId, savedAt }]) => ({ messageId, conversationId, savedAt, message: loaded.get(messageId) }))
        .sort((a, b) => b.savedAt - a.savedAt),
    )
    return items
  }
  const store = messageStore<SavedList>(
    core,
    (previous, isShown) => {
      const shown = keepList(previous?.items, itemsNow().filter(({ messageId }) => isShown(messageId)))
      const hasMore = shown.some(({ message }) => !message)
      return keep(previous, { items: shown, status: error ? 'error' : loading ? 'loading' : 'ready', hasMore, error })
    },
    { onWatched: () => void rows.restored.then(loadFirst) },
  )
  const changed = () => {
    items = undefined
    store.invalidate()
  }
  const fetch = async (ids: readonly string[]) => {
    try {
      const { messages } = await core.run('saved.messages', { messageIds: [...ids] })
      const found = new Map(messages.map(({ message }) => [message.id, message]))
      for (const id of ids) loaded.set(id, found.get(id))
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the saved messages')
    }
    loading = undefined
    changed()
  }
  const load = (among: readonly SavedItem[]): Promise<void> => {
    const ids = among.flatMap(({ messageId, message }) => (message ? [] : [messageId])).slice(0, mostAtOnce)
    if (ids.length > 0 && !loading) {
      loading = fetch(ids)
      store.invalidate()
    }
    return loading ?? Promise.resolve()
  }
  const loadFirst = () => load(itemsNow().slice(0, mostAtOnce))
  rows.onChange((kinds) => {
    if (!kinds.has('saved')) return
    changed()
    if (store.watched()) void loadFirst()
  })
  core.cache.onChange((next, previous) => {
    if (next.gone === previous.gone) return
    // Who comes back may read again.
    for (const [messageId, { conversationId }] of rows.of('saved')) if (conversationId === next.id) loaded.delete(messageId)
    changed()
  })
  core.events.on('open', () => {
    if (store.watched()) void loadFirst()
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    has: (messageId) => rows.of('saved').has(messageId),
    loadMore: () => load(itemsNow()),
    add: async ({ conversationId, messageId }) => void (await rows.run('saved.add', { conversationId, messageId, clientId: core.uuids.next() })),
    remove: async (messageId) => void (await rows.run('saved.remove', { messageId, clientId: core.uuids.next() })),
  }
}

/** The saved messages of a client; the same object each time. */
export const saved: (chat: ChatClient) => SavedMessages = /* @__PURE__ */ memoised(createSaved)
