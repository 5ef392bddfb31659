import type { CommandInput, FoundMessage, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import { keep, keepList, type Store } from '../../store.ts'

/** What is searched: the words, and what the messages are kept to. */
export type SearchQuery = Omit<CommandInput<'message.search'>, 'cursor'>

/** What a search knows. */
export interface SearchState {
  /** `idle`: nothing is asked for. `offline`: the server cannot be reached; it is asked when it can. */
  readonly status: 'idle' | 'loading' | 'ready' | 'offline' | 'error'
  /** While loading those of the query before. */
  readonly items: readonly FoundMessage[]
  readonly hasMore: boolean
  readonly loadingMore: boolean
  /** Some are found by words that are spelled alike; they come after the others. */
  readonly similar: boolean
  /** Only with `error`, or when the next page could not be loaded. */
  readonly error?: PalaverError | undefined
}

/** One search, for one field in which somebody types. */
export interface MessageSearch extends Store<SearchState> {
  /** Searches when the query has rested for a moment. What was asked before is dropped. A blank query empties the search. */
  ask(query: SearchQuery): void
  /** Loads the next page. Never rejects: the outcome is in the snapshot. */
  more(): Promise<void>
  /** Empties the search; an answer under way is dropped. */
  cancel(): void
}

/** Searching messages. */
export interface Search {
  /** Makes a search. `debounceMs`: how long a query must rest, 250 ms unless said otherwise. */
  open(options?: { readonly debounceMs?: number }): MessageSearch
}

const idle: SearchState = { status: 'idle', items: [], hasMore: false, loadingMore: false, similar: false }

const openSearch = (core: ClientCore, debounceMs: number): MessageSearch => {
  let state = idle
  let query: SearchQuery | undefined
  let cursor: string | undefined
  /** Answers of earlier numbers are stale. */
  let asked = 0
  let stopWaiting: (() => void) | undefined

  const set = (change: Partial<SearchState>) => {
    state = { ...state, error: undefined, ...change }
    store.invalidate()
  }
  const failed = (cause: unknown, otherwise: Partial<SearchState>) => {
    const error = asPalaverError(cause, 'search')
    set(error.code === 'unavailable' && !core.isOpen() ? { status: 'offline', loadingMore: false } : { ...otherwise, error })
  }
  const load = async () => {
    const number = ++asked
    if (!query) return
    try {
      const { results, nextCursor, similar } = await core.run('message.search', query)
      if (number !== asked) return
      cursor = nextCursor
      set({ status: 'ready', items: Object.freeze(results), hasMore: nextCursor !== undefined, loadingMore: false, similar })
    } catch (cause) {
      if (number === asked) failed(cause, { status: 'error', items: idle.items, hasMore: false })
    }
  }
  const cancel = () => {
    stopWaiting?.()
    asked += 1
    query = undefined
    cursor = undefined
    set(idle)
  }
  const store = messageStore<SearchState>(core, (previous, isShown) =>
    keep(previous, { ...state, items: keepList(previous?.items, state.items.filter(({ message }) => isShown(message.id))) }),
  )
  core.events.on('open', () => {
    if (state.status === 'offline' && store.watched()) void load()
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    cancel,
    ask: (given) => {
      if (given.query.trim() === '') return cancel()
      stopWaiting?.()
      asked += 1
      query = given
      cursor = undefined
      set({ status: 'loading', hasMore: false, loadingMore: false })
      stopWaiting = core.platform.delay(debounceMs, () => void load())
    },
    more: async () => {
      if (!query || cursor === undefined || state.loadingMore) return
      const number = asked
      set({ loadingMore: true })
      try {
        const { results, nextCursor } = await core.run('message.search', { ...query, cursor })
        if (number !== asked) return
        cursor = nextCursor
        set({ items: Object.freeze([...state.items, ...results]), hasMore: nextCursor !== undefined, loadingMore: false })
      } catch (cause) {
        if (number === asked) failed(cause, { loadingMore: false })
      }
    },
  }
}

/** Searching the messages of a client; the same object each time. */
export const search: (chat: ChatClient) => Search = /* @__PURE__ */ memoised((core) => ({ open: ({ debounceMs = 250 } = {}) => openSearch(core, debounceMs) }))
