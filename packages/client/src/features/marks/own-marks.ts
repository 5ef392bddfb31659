import { backoff } from '@palaver/core'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { PalaverError } from '@palaver/protocol'
import type { Runner } from '../../commands/runner.ts'
import type { Platform } from '../../platform.ts'
import type { Cache } from '../../state/cache.ts'
import { type ConversationState, isLoaded, ownMark } from '../../state/conversation-state.ts'
import { withMarks } from '../../state/merge.ts'
import type { StoredPoint } from '../../storage/persistence.ts'
import { createTimer } from '../../timer.ts'

/** How far a mark of the caller's is to move. */
interface Move {
  readonly delivered: number
  readonly read: number
}

/** What own marks need. */
export interface OwnMarksOptions {
  readonly me: string
  readonly platform: Pick<Platform, 'now' | 'delay' | 'random'>
  readonly cache: Cache
  readonly run: Runner
  readonly isOpen: () => boolean
  /** Only one tab tells of delivery. */
  readonly isLeader: () => boolean
  readonly onQueued: () => void
  readonly report: (error: PalaverError) => void
}

const everyMs = 2000
const gatherMs = 50
const maxMoves = 200

/** Tells the server what has reached this device and what was read: by maximum, in bulk, at most once in two seconds. */
export const createOwnMarks = (options: OwnMarksOptions) => {
  const { me, platform, cache } = options
  const queue = new Map<string, Move>()
  let sentAt = -Infinity
  let sending = false
  let failures = 0

  const plan = () => {
    if (queue.size === 0 || sending || !options.isOpen()) return
    const wait = failures > 0 ? everyMs + backoff(failures, platform.random(), { base: everyMs, cap: 60_000 }) : everyMs
    // Never longer than from now on, also when the clock was set back.
    timer.plan(Math.max(gatherMs, Math.min(wait, sentAt + wait - platform.now())))
  }

  const flush = async () => {
    if (!options.isOpen()) return
    const moves = [...queue].slice(0, maxMoves)
    sending = true
    sentAt = platform.now()
    try {
      const answer = await options.run('mark.update', { marks: moves.map(([conversationId, move]) => ({ conversationId, ...move })) })
      failures = 0
      for (const [id, move] of moves) if (queue.get(id) === move) queue.delete(id)
      for (const mark of answer.marks) cache.update(mark.conversationId, (state) => answered(state, mark))
    } catch (cause) {
      const error = asPalaverError(cause, 'move marks')
      failures += 1
      if (!error.retryable && error.code !== 'unauthenticated') {
        for (const [id] of moves) queue.delete(id)
        options.report(error)
      }
    }
    sending = false
    options.onQueued()
    plan()
  }

  const timer = createTimer(platform, () => void flush())

  const moved = (state: ConversationState, { delivered, read }: Move) =>
    withMarks(state, { marksRevision: 0, marks: [{ userId: me, delivered, read }] }, false)

  const answered = (state: ConversationState, mark: Move & { unread: number }): ConversationState => {
    if (!isLoaded(state)) return state
    const next = moved(state, mark)
    // A number that was made before a later move says nothing any more.
    return ownMark(next, me).read === mark.read ? { ...next, unread: { count: mark.unread, upTo: state.head.position } } : next
  }

  /** Moves locally at once. */
  const enqueue = (id: string, { delivered, read }: Move) => {
    const before = queue.get(id)
    const move = { delivered: Math.max(delivered, before?.delivered ?? 0), read: Math.max(read, before?.read ?? 0) }
    queue.set(id, move)
    cache.update(id, shown)
    options.onQueued()
    plan()
  }

  /** With what waits to be told, beside what the server says: before that is here, half of a mark would look like one that went back. */
  const shown = (state: ConversationState): ConversationState => {
    const move = queue.get(state.id)
    return move ? moved(state, move) : state
  }

  const noteDelivered = (state: ConversationState) => {
    if (!isLoaded(state) || state.revision < state.head.revision) return
    const { position } = state.head
    if (position > ownMark(state, me).delivered && options.isLeader()) enqueue(state.id, { delivered: position, read: 0 })
  }
  cache.onChange((state, before) => {
    if (!isLoaded(before)) cache.update(state.id, shown)
    noteDelivered(cache.get(state.id))
  })

  return {
    read: (id: string, position: number) => {
      const state = cache.get(id)
      if (isLoaded(state) && position > ownMark(state, me).read) enqueue(id, { read: position, delivered: position })
    },
    /** The socket has opened. */
    open: plan,
    /** This tab leads now. */
    lead: () => {
      for (const state of cache.all()) noteDelivered(state)
    },
    queued: (): StoredPoint['queuedMarks'] => [...queue],
    restore: (stored: StoredPoint['queuedMarks']) => {
      for (const [id, move] of stored ?? []) enqueue(id, move)
    },
    clear: () => {
      queue.clear()
      timer.stop()
    },
  }
}
