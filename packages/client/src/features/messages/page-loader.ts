import { type Anchor, runAt, type TimelineWindow, windowOf } from '@palaver/core'
import type { CommandInput, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ClientCore } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { withMessages } from '../../state/merge.ts'

/** The ways a page can be asked for. */
type Page = Pick<CommandInput<'message.list'>, 'before' | 'after' | 'around' | 'limit'>
type Direction = 'older' | 'newer' | 'jump'

const pageSize = 50

/** Where one looks in a conversation, and the loading of what is missing there. */
export const createPageLoader = (core: ClientCore, id: string, onChange: () => void) => {
  const loading = new Map<Direction, Promise<void>>()
  let anchor: Anchor = 'newest'
  let error: PalaverError | undefined

  const view = (): TimelineWindow => {
    const { rows, head, membership } = core.cache.get(id)
    const first = Math.max((head?.floorPosition ?? 0) + 1, membership?.visibleFrom ?? 1)
    return windowOf(rows, anchor, { first, last: head?.position ?? 0 })
  }

  const fetchPage = async (page: Page): Promise<void> => {
    const asked = core.cache.get(id)
    // Before the cursor stands, a page could be older than where it will stand.
    if (!isLoaded(asked)) return
    try {
      const { messages } = await core.run('message.list', { conversationId: id, limit: pageSize, ...page })
      // Reset meanwhile: the page may be older than the cursor, and what it was to join is gone.
      if (core.cache.get(id).epoch !== asked.epoch) return await fetchPage({})
      core.cache.update(id, (state) => withMessages(state, messages))
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load messages')
    }
  }

  const once = (direction: Direction, load: () => Promise<void>): Promise<void> => {
    const running = loading.get(direction)
    if (running) return running
    const started = load().finally(() => {
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
      const { run, hasOlder } = view()
      if (run && hasOlder) await once('older', () => fetchPage({ before: run.first }))
    },
    newer: async () => {
      const { run, hasNewer } = view()
      if (run && hasNewer) await once('newer', () => fetchPage({ after: run.last }))
    },
    /** Where the newest page is not held: the first look, or after a reset. */
    newest: async () => {
      const { head } = core.cache.get(id)
      const end = view().run
      if (anchor === 'newest' && head && head.position > 0 && (!end || (end.last < head.position && core.sync.synced()))) await once('jump', () => fetchPage({}))
      const { run, hasOlder } = view()
      // A few rows that came as events are no page.
      if (anchor === 'newest' && run && hasOlder && run.last - run.first < pageSize / 2) await once('older', () => fetchPage({ before: run.first }))
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
