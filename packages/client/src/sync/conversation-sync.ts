import { backoff } from '@palaver/core'
import type { ConversationChanges, PalaverError, ServerFrames } from '@palaver/protocol'
import { asPalaverError } from '../as-palaver-error.ts'
import type { Runner } from '../commands/runner.ts'
import type { Platform } from '../platform.ts'
import type { Cache } from '../state/cache.ts'
import { isLoaded } from '../state/conversation-state.ts'
import { gone, withHead, withMarks, withReset, withRows, withView } from '../state/merge.ts'
import { createHeldEvents } from './held-events.ts'
import { createPulls } from './pulls.ts'

type ConversationEvent = ServerFrames['evt']

/** What the sync of conversations needs and tells. */
export interface ConversationSyncOptions {
  readonly platform: Platform
  readonly cache: Cache
  readonly run: Runner
  readonly isOpen: () => boolean
  readonly follow: (ids: readonly string[]) => void
  /** Higher is pulled first. */
  readonly rank: (id: string) => number
  readonly onProgress: () => void
}

const holdMs = 500
const retry = { base: 1000, cap: 30_000 }

/** Brings conversations to the server's state: views, events, changes. */
export const createConversationSync = (options: ConversationSyncOptions) => {
  const { platform, cache, run } = options
  const streams = new Map<string, ReturnType<typeof createHeldEvents<ConversationEvent>>>()
  const timers = new Map<string, () => void>()
  const failures = new Map<string, number>()
  const errors = new Map<string, PalaverError>()
  /** Reset: what only a view says, such as the unread, is to be loaded anew. */
  const stale = new Set<string>()
  let generation = 0

  const behind = (id: string): boolean => {
    const state = cache.get(id)
    return !state.gone && (state.revision === undefined || state.revision < (state.head?.revision ?? 0))
  }

  const streamOf = (id: string) => {
    const known = streams.get(id)
    if (known) return known
    const made = createHeldEvents<ConversationEvent>({
      cursor: () => cache.get(id).revision,
      apply: (event) => cache.update(id, (state) => withRows(state, event.payload, event.revision)),
      onGap: () => soon(id, true),
    })
    streams.set(id, made)
    return made
  }

  /** Asks for what is missing unless it has come by itself within the time that events are held. */
  const soon = (id: string, gap: boolean) => {
    if (timers.has(id) || pulls.has(id)) return
    if (cache.get(id).revision === undefined) {
      pulls.ask(id)
      return
    }
    const asked = cache.get(id).revision
    timers.set(id, platform.delay(holdMs, () => {
      timers.delete(id)
      if (behind(id) || (gap && cache.get(id).revision === asked)) pulls.ask(id)
    }))
  }

  const apply = (id: string, pages: readonly ConversationChanges[]) => {
    cache.update(id, (state) => pages.reduce((held, page) => {
      if (!isLoaded(held)) return held
      if (page.reset) {
        stale.add(id)
        return withReset(held, page.upTo)
      }
      return page.after <= held.revision ? withRows(held, page.rows, page.upTo) : held
    }, state))
    streamOf(id).drain()
  }

  const load = async (id: string) => {
    const view = await run('conversation.get', { conversationId: id })
    cache.update(id, (state) => withView(state, view))
    stale.delete(id)
    streamOf(id).drain()
  }

  /** All pages before any is applied: rows come by revision, so half of them would tear a hole into the timeline. */
  const catchUp = async (id: string, since: number) => {
    const pages: ConversationChanges[] = []
    for (let after = since; ; ) {
      const page = await run('conversation.changes', { conversationId: id, since: after })
      pages.push(page)
      if (!page.more || page.reset) return pages
      after = page.upTo
    }
  }

  const pull = async (id: string) => {
    const started = generation
    try {
      const { revision } = cache.get(id)
      if (revision !== undefined && (behind(id) || !stale.has(id))) {
        const pages = await catchUp(id, revision)
        if (started === generation) apply(id, pages)
      }
      if (revision === undefined || stale.has(id)) {
        await load(id)
        options.follow([id])
      }
      failures.delete(id)
      if (errors.delete(id)) cache.touch(id)
    } catch (cause) {
      if (started === generation) onFailure(id, cause)
    }
  }

  const onFailure = (id: string, cause: unknown) => {
    const error = asPalaverError(cause, 'load the conversation')
    if (error.code === 'not_found') {
      forget(id)
      return
    }
    errors.set(id, error)
    cache.touch(id)
    if (!error.retryable || !options.isOpen()) return
    const attempt = failures.get(id) ?? 0
    failures.set(id, attempt + 1)
    platform.delay(error.retryAfterMs ?? backoff(attempt, platform.random(), retry), () => {
      if (options.isOpen()) pulls.ask(id)
    })
  }

  const forget = (id: string) => {
    streams.delete(id)
    cache.update(id, (state) => gone(state))
  }

  const pulls = createPulls({ run: pull, rank: options.rank, onIdle: options.onProgress })

  return {
    take: (event: ConversationEvent) => {
      if (!cache.get(event.id).gone) streamOf(event.id).take(event)
    },
    /** What a `sync` frame says of one conversation. */
    takeSync: (one: ServerFrames['sync']['conversations'][number]) => {
      const { id } = one
      if (!isLoaded(cache.get(id))) {
        pulls.ask(id)
        return
      }
      cache.update(id, (state) => (one.changes?.reset ? withReset(state, one.changes.upTo, one.head) : withHead(state, one.head)))
      if (one.changes?.reset) stale.add(id)
      else if (one.changes) apply(id, [one.changes])
      const { marks } = one
      if (marks) cache.update(id, (state) => withMarks(state, marks, !one.changes?.reset))
      if (behind(id) || stale.has(id)) pulls.ask(id)
    },
    /** A head moved; the events may be on their way. */
    takeHead: (id: string, revision: number) => {
      const state = cache.get(id)
      if (state.gone) return
      if (!isLoaded(state)) pulls.ask(id)
      else if (revision > state.revision) soon(id, true)
    },
    /** Loads what is not loaded, catches up what is behind. */
    need: (id: string) => {
      if (!cache.get(id).gone && (behind(id) || stale.has(id))) pulls.ask(id)
    },
    forget,
    /** Resumed: what a lost connection left undone. */
    resume: () => {
      for (const id of stale) pulls.ask(id)
    },
    error: (id: string) => errors.get(id),
    idle: () => pulls.idle() && timers.size === 0,
    /** The socket is gone; resuming tells what was missed. */
    lose: () => {
      for (const cancel of timers.values()) cancel()
      timers.clear()
      for (const stream of streams.values()) stream.clear()
      pulls.clear()
    },
    /** Another history: answers on their way belong to the old one. */
    restart: () => {
      generation += 1
      streams.clear()
      stale.clear()
    },
  }
}
