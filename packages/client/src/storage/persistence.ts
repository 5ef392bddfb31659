import { messagesIn } from '@palaver/core'
import type { Mark, Member, Message } from '@palaver/protocol'
import type { Platform } from '../platform.ts'
import type { Cache } from '../state/cache.ts'
import { type ConversationState, emptyConversation, isLoaded } from '../state/conversation-state.ts'
import { withMembers, withMessages } from '../state/merge.ts'
import type { SyncPoint } from '../sync/sync.ts'
import { createTimer } from '../timer.ts'
import type { StorageAdapter, StorageWrite } from './adapter.ts'

/** One conversation as stored: a consistent picture, so whichever tab writes last leaves a true one. */
type StoredConversation = Omit<ConversationState, 'rows' | 'members' | 'marks' | 'gone' | 'epoch'> & {
  /** The history that its numbers belong to: a tab that has not heard of a new one may write last. */
  readonly lineage?: string | undefined
  readonly messages: readonly Message[]
  readonly members: readonly Member[]
  readonly marks: readonly Mark[]
}

const recentMessages = 200
const recentMembers = 200
const flushAfterMs = 400

const pack = (state: ConversationState, lineage: string | undefined): StoredConversation => {
  const { rows, members, marks, gone: _gone, epoch: _epoch, ...rest } = state
  const end = rows.runs.at(-1)
  const first = end && Math.max(end.first, end.last - recentMessages + 1)
  return {
    ...rest,
    lineage,
    messages: end && first !== undefined ? messagesIn(rows, { first, last: end.last }) : [],
    ...(Math.max(members.size, marks.size) > recentMembers
      // What is left out must be asked for again.
      ? { members: [], marks: [], marksRevision: 0 }
      : { members: [...members.values()], marks: [...marks.values()] }),
  }
}

const unpack = ({ messages, members, marks, lineage: _lineage, ...rest }: StoredConversation): ConversationState =>
  withMembers(withMessages({ ...emptyConversation(rest.id), ...rest, marks: new Map(marks.map((mark) => [mark.userId, mark])) }, messages), members)

/** What is stored of the client as a whole. */
export interface StoredPoint extends SyncPoint {
  readonly queuedMarks?: readonly (readonly [string, { readonly delivered: number; readonly read: number }])[] | undefined
}

/** Writes what changed, in batches, and reads it at the start. */
export const createPersistence = (options: {
  readonly platform: Pick<Platform, 'delay'>
  readonly cache: Cache
  readonly write: (writes: readonly StorageWrite[]) => Promise<void>
  readonly point: () => StoredPoint
}) => {
  const { cache } = options
  const dirty = new Set<string>()
  let pointDirty = false
  let paused = true

  const plan = () => {
    if (!paused) timer.plan(flushAfterMs)
  }
  const flush = async () => {
    timer.stop()
    if (paused) return
    const writes: StorageWrite[] = [...dirty].map((key) => {
      const state = cache.get(key)
      return { table: 'conversations', key, value: isLoaded(state) ? pack(state, options.point().lineage) : undefined }
    })
    // In one transaction with the rows that it speaks of.
    if (pointDirty || dirty.size > 0) writes.push({ table: 'meta', key: 'point', value: options.point() })
    dirty.clear()
    pointDirty = false
    if (writes.length > 0) await options.write(writes)
  }

  const timer = createTimer(options.platform, () => void flush())

  cache.onChange((next, previous) => {
    if (next === previous) return
    dirty.add(next.id)
    plan()
  })

  return {
    markPoint: () => {
      pointDirty = true
      plan()
    },
    flush,
    /** Reads what is stored, then begins to write. */
    restore: async (storage: Pick<StorageAdapter, 'load'>): Promise<StoredPoint> => {
      const disappearing = new Set<string>()
      try {
        const [conversations, meta] = await Promise.all([storage.load('conversations'), storage.load('meta')])
        const point = (meta.find(([key]) => key === 'point')?.[1] ?? {}) as StoredPoint
        for (const [id, value] of conversations) {
          const stored = value as StoredConversation
          // What disappeared meanwhile must not stay stored.
          if ([...stored.messages, stored.head?.lastMessage].some((message) => message?.expiresAt !== undefined)) disappearing.add(id)
          if (stored.lineage === point.lineage) cache.update(id, (state) => (state.revision === undefined ? unpack(stored) : state))
        }
        return point
      } finally {
        dirty.clear()
        paused = false
        for (const id of disappearing) dirty.add(id)
        if (dirty.size > 0) plan()
      }
    },
    /** Nothing is written any more. */
    stop: () => {
      paused = true
      timer.stop()
    },
  }
}
