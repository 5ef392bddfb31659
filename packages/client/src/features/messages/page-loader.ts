import { type Anchor, isShownTo, messagesIn, type Run, runAt, type TimelineWindow, windowOf } from '@palaver/core'
import type { CommandInput, Message, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ClientCore } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { withMessages } from '../../state/merge.ts'

/** The ways a page can be asked for. */
type Page = Pick<CommandInput<'message.list'>, 'before' | 'after' | 'around' | 'limit'>
type Direction = 'older' | 'newer' | 'jump'

const pageSize = 50
/** A page with fewer messages to show than this is followed by the next one, a few times. */
const fewShown = 10
const mostPages = 4

/** Where one looks in a conversation, and the loading of what is missing there. */
export const createPageLoader = (core: ClientCore, id: string, onChange: () => void) => {
  const loading = new Map<Direction, Promise<void>>()
  let anchor: Anchor = 'newest'
  let error: PalaverError | undefined
  const countShown = (messages: readonly Message[]): number => messages.filter((message) => isShownTo(core.me, message)).length

  const view = (): TimelineWindow => {
    const { rows, head, membership } = core.cache.get(id)
    const first = Math.max((head?.floorPosition ?? 0) + 1, membership?.visibleFrom ?? 1)
    return windowOf(rows, anchor, { first, last: head?.position ?? 0 })
  }

  /** How many messages it brought that stand in the conversation; undefined when it failed. */
  const fetchPage = async (page: Page): Promise<number | undefined> => {
    const asked = core.cache.get(id)
    // Before the cursor stands, a page could be older than where it will stand.
    if (!isLoaded(asked)) return undefined
    try {
      const { messages } = await core.run('message.list', { conversationId: id, limit: pageSize, ...page })
      // Reset meanwhile: the page may be older than the cursor, and what it was to join is gone.
      if (core.cache.get(id).epoch !== asked.epoch) return await fetchPage({})
      core.cache.update(id, (state) => withMessages(state, messages))
      error = undefined
      return countShown(messages)
    } catch (cause) {
      error = asPalaverError(cause, 'load messages')
      return undefined
    }
  }

  /** A page may hold hardly anything but replies in threads. */
  const fetchUntilShown = async (next: () => Page | undefined): Promise<void> => {
    for (let shown = 0, pages = 0; shown < fewShown && pages < mostPages; pages += 1) {
      const page = next()
      const more = page && (await fetchPage(page))
      if (more === undefined) return
      shown += more
    }
  }
  const olderPage = (): Page | undefined => {
    const { run, hasOlder } = view()
    return run && hasOlder ? { before: run.first } : undefined
  }
  const newerPage = (): Page | undefined => {
    const { run, hasNewer } = view()
    return run && hasNewer ? { after: run.last } : undefined
  }
  /** A few rows that came as events are no page, nor is one of replies. */
  const isShort = (run: Run): boolean => {
    const length = run.last - run.first
    return length < pageSize / 2 || (length < pageSize * mostPages && countShown(messagesIn(core.cache.get(id).rows, run)) < fewShown)
  }

  const once = (direction: Direction, load: () => Promise<unknown>): Promise<void> => {
    const running = loading.get(direction)
    if (running) return running
    const started = load().then(() => undefined).finally(() => {
      loading.delete(direction)
      onChange()
    })
    loading.set(direction, started)
    onChange()
    return started
  }

  return {
    view,
    error: () => error,
    isLoading: (direction: Direction) => loading.has(direction),
    older: async () => {
      if (olderPage()) await once('older', () => fetchUntilShown(olderPage))
    },
    newer: async () => {
      if (newerPage()) await once('newer', () => fetchUntilShown(newerPage))
    },
    /** Where the newest page is not held: the first look, or after a reset. */
    newest: async () => {
      const { head } = core.cache.get(id)
      const end = view().run
      if (anchor === 'newest' && head && head.position > 0 && (!end || (end.last < head.position && core.sync.synced()))) await once('jump', () => fetchPage({}))
      const { run, hasOlder } = view()
      if (anchor === 'newest' && run && hasOlder && isShort(run)) await once('older', () => fetchUntilShown(olderPage))
    },
    jump: async (position: number) => {
      if (!runAt(core.cache.get(id).rows, position)) await once('jump', () => fetchPage({ around: position }))
      if (!runAt(core.cache.get(id).rows, position)) return
      anchor = position
      onChange()
    },
    toEnd: () => {
      anchor = 'newest'
      onChange()
    },
  }
}
