import { backoff } from '@palaver/core'
import type { Message, PalaverError, SentMessage } from '@palaver/protocol'
import { asPalaverError } from '../as-palaver-error.ts'
import type { Platform } from '../platform.ts'
import { createTimer } from '../timer.ts'
import type { OutboxEntry } from './entry.ts'
import type { Outbox } from './outbox.ts'

/** What the drainer needs. */
export interface DrainerOptions {
  readonly platform: Pick<Platform, 'delay' | 'random'>
  readonly outbox: Outbox
  /** Rejects with `unavailable` when the connection breaks before the answer. */
  readonly send: (entry: OutboxEntry) => Promise<SentMessage | { readonly message: Message }>
  /** This tab leads and the socket is open. */
  readonly mayDrain: () => boolean
}

const retry = { base: 1000, cap: 30_000 }
/** Answers that say nothing of the write itself: the connection sees to the token. */
const waitsForToken = (error: PalaverError) => error.code === 'unauthenticated'
/** Answers that hold for everything this person sends. */
const holdsAll = (error: PalaverError) => error.code === 'rate_limited' || error.code === 'overloaded'

/**
 * Sends what waits: in each conversation one at a time and in order, conversations side by side.
 * Several in flight would let a later message overtake one that is refused for the moment.
 */
export const createDrainer = (options: DrainerOptions) => {
  const { platform, outbox } = options
  const busy = new Set<string>()
  // Ended by timers, never by comparing times: clocks are set back.
  const held = new Map<string, () => void>()
  const attempts = new Map<string, number>()
  const tried = new Set<string>()
  const pause = createTimer(platform, () => drain())

  const hold = (conversationId: string, ms: number) => {
    held.get(conversationId)?.()
    held.set(conversationId, platform.delay(ms, () => {
      held.delete(conversationId)
      drain()
    }))
  }

  const onError = (entry: OutboxEntry, cause: unknown) => {
    const error = asPalaverError(cause, 'send the message')
    if (!error.retryable && !waitsForToken(error)) {
      attempts.delete(entry.key)
      outbox.refuse(entry.key, error)
      return
    }
    // The connection broke: the next one drains.
    if (!options.mayDrain()) return
    const attempt = attempts.get(entry.key) ?? 0
    attempts.set(entry.key, attempt + 1)
    const wait = Math.max(error.retryAfterMs ?? 0, backoff(attempt, platform.random(), retry))
    if (holdsAll(error)) pause.replan(wait)
    else hold(entry.conversationId, wait)
  }

  const sendFirst = async (conversationId: string) => {
    const entry = outbox.list(conversationId).find(({ state }) => state === 'waiting')
    if (!entry) return false
    tried.add(entry.key)
    try {
      const ack = await options.send(entry)
      tried.delete(entry.key)
      attempts.delete(entry.key)
      outbox.acknowledge(entry.key, ack)
      return true
    } catch (cause) {
      onError(entry, cause)
      return outbox.get(entry.key)?.state !== 'waiting'
    }
  }

  const drainOne = async (conversationId: string) => {
    busy.add(conversationId)
    try {
      while (options.mayDrain() && !pause.isPlanned() && (await sendFirst(conversationId)));
    } finally {
      busy.delete(conversationId)
    }
  }

  const drain = () => {
    if (!options.mayDrain() || pause.isPlanned()) return
    for (const id of outbox.conversationIds())
      if (!busy.has(id) && !held.has(id)) void drainOne(id)
  }

  return {
    drain,
    /** Has this tab made an attempt, so that the server may have it? */
    tried: (key: string) => tried.has(key),
    /** A new socket: what had to wait for the old one need not. */
    restart: () => {
      held.forEach((cancel) => cancel())
      held.clear()
      drain()
    },
  }
}

/** The drainer of one client. */
export type Drainer = ReturnType<typeof createDrainer>
