import { messageAt } from '@palaver/core'
import type { ActivityEntry, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import { keep, keepList, type Store } from '../../store.ts'
import { createTimer } from '../../timer.ts'
import { privateRows } from '../private-rows/private-rows.ts'
import { concernsMe } from './concerns.ts'

/** What concerns the person, the newest first. */
export interface ActivityList {
  readonly items: readonly ActivityEntry[]
  /** How many are unread; 100 means 100 or more. */
  readonly unread: number
  /** Items of a later `at` are unread: epoch milliseconds. */
  readonly readTo: number
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  readonly error?: PalaverError | undefined
}

/** Mentions of the person, answers to their messages and reactions to them. Loads when somebody watches, and follows what comes. */
export interface Activity extends Store<ActivityList> {
  /** Loads the next page. Never rejects: the outcome is in the snapshot. */
  loadMore(): Promise<void>
  /** Marks as read what is in the list, here at once and then on the other devices. */
  markRead(): void
  /** Asks again, after an error. */
  refresh(): Promise<void>
}

const restMs = 1000
const pageSize = 20
const mostAtOnce = 50
const keyOf = ({ conversationId, message }: ActivityEntry): string => `${conversationId} ${message.position}`

const createActivity = (core: ClientCore): Activity => {
  const rows = privateRows(core)
  let entries: readonly ActivityEntry[] = []
  let cursor: string | undefined
  let told = { readTo: 0, unread: 0 }
  /** Read here, and perhaps not known to the server. */
  let readHere = 0
  let status: ActivityList['status'] = 'loading'
  let error: PalaverError | undefined
  let loading: Promise<void> | undefined
  let stale = false

  const readToNow = () => Math.max(told.readTo, readHere, rows.of('activity').get('read')?.readTo ?? 0)
  /** As it stands by what is held; undefined when it cannot be shown any more. */
  const shown = (entry: ActivityEntry): ActivityEntry[] => {
    const { gone, rows: held } = core.cache.get(entry.conversationId)
    const row = messageAt(held, entry.message.position)
    const message = row && row.revision > entry.message.revision ? row : entry.message
    if (gone || message.content.kind === 'deleted') return []
    return [message === entry.message ? entry : fresh(entry, message)]
  }
  const made = new WeakMap<ActivityEntry['message'], ActivityEntry>()
  const fresh = (entry: ActivityEntry, message: ActivityEntry['message']): ActivityEntry => {
    const known = made.get(message)
    if (known?.at === entry.at) return known
    const next = Object.freeze({ ...entry, message })
    made.set(message, next)
    return next
  }
  const compute = (previous: ActivityList | undefined, isShown: (messageId: string) => boolean): ActivityList => {
    const items = entries.filter(({ message }) => isShown(message.id)).flatMap(shown)
    const readTo = readToNow()
    const here = items.filter(({ at }) => at > readTo).length
    // What is not loaded is known to the server only, as of its mark.
    const unread = cursor === undefined || readTo > told.readTo || told.unread <= here ? here : told.unread
    return keep(previous, { items: keepList(previous?.items, items), unread: Math.min(unread, 100), readTo, status, hasMore: cursor !== undefined, error })
  }
  const store = messageStore<ActivityList>(core, compute, { onWatched: () => void core.ready.then(refresh) })

  const fetch = async (from: string | undefined) => {
    try {
      // What was loaded is asked for anew as far as one page goes: an entry may have moved up from anywhere.
      const limit = from === undefined ? Math.min(Math.max(entries.length, pageSize), mostAtOnce) : pageSize
      const page = await core.run('activity.list', { cursor: from, limit })
      const keys = new Set(page.entries.map(keyOf))
      entries = from === undefined ? page.entries : [...entries.filter((entry) => !keys.has(keyOf(entry))), ...page.entries]
      cursor = page.nextCursor
      told = { readTo: page.readTo, unread: page.unread ?? told.unread }
      status = 'ready'
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the activity')
      status = entries.length > 0 ? 'ready' : 'error'
    }
    loading = undefined
    store.invalidate()
    if (stale) timer.plan(restMs)
  }
  const load = (from?: string): Promise<void> => (loading ??= fetch(from))
  const refresh = async () => {
    if (loading) stale = true
    else {
      stale = false
      await load()
    }
  }
  const timer = createTimer(core.platform, () => void refresh())
  const tell = () => {
    const known = Math.max(told.readTo, rows.of('activity').get('read')?.readTo ?? 0)
    if (readHere > known && core.isOpen()) rows.run('activity.read', { readTo: readHere }).catch((cause: unknown) => {
      const failure = asPalaverError(cause, 'mark the activity as read')
      if (!failure.retryable) core.report(failure)
    })
  }

  core.cache.onChange((next, previous) => {
    if (entries.some(({ conversationId }) => conversationId === next.id)) store.invalidate()
    if (store.watched() && concernsMe(core.me, next, previous)) timer.plan(restMs)
  })
  core.events.on('synced', () => {
    tell()
    if (store.watched()) timer.plan(0)
  })
  rows.onChange((kinds) => {
    if (kinds.has('activity')) store.invalidate()
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    refresh,
    loadMore: async () => {
      if (cursor !== undefined) await load(cursor)
    },
    markRead: () => {
      const newest = store.getSnapshot().items[0]?.at ?? 0
      if (newest <= readToNow()) return
      readHere = newest
      store.invalidate()
      core.batch.flush()
      tell()
    },
  }
}

/** The activity of a client's person; the same object each time. */
export const activity: (chat: ChatClient) => Activity = /* @__PURE__ */ memoised(createActivity)
