import { type Chunk, unanswered } from '@palaver/core'
import type { Message, PalaverError, SendOptions } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import { type ClientCore, lookOf, memoised, messageStore } from '../../core.ts'
import { isSend } from '../../outbox/entry.ts'
import { isLoaded, othersLine } from '../../state/conversation-state.ts'
import { withMessages } from '../../state/merge.ts'
import { keep, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { ContentDraft, MessageDraft } from '../messages/messages.ts'
import { createItems } from '../messages/timeline-items.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'
import { privateRows } from '../private-rows/private-rows.ts'
import { createThreadMark } from './thread-mark.ts'

/** A thread from some reply on to the last, oldest first, followed by what waits to be sent. */
export interface ThreadTimeline {
  /** Undefined until it is loaded. */
  readonly root: TimelineMessage | undefined
  readonly items: readonly TimelineMessage[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** Does the caller follow it? */
  readonly isFollowed: boolean
  /** Up to where the caller has read it; only of a thread that is followed. */
  readonly read: number | undefined
  readonly error?: PalaverError | undefined
}

/** What is to be sent into a thread. */
export type ThreadDraft = (Omit<MessageDraft, keyof Placed> | Omit<ContentDraft, keyof Placed>) & Pick<SendOptions, 'alsoToConversation'>
type Placed = Pick<SendOptions, 'threadId' | 'alsoToConversation'>

/** One thread: a store, and what can be done with it. It loads when somebody subscribes. */
export interface Thread extends Store<ThreadTimeline> {
  /** Like `messages.send`: shows in the thread at once, survives a reload, is sent once. Returns its key; `messages.retry` and `messages.discard` of the conversation take it. */
  send(draft: ThreadDraft): string
  /** Loads the page before the first reply. Never rejects: failures stand in the snapshot. */
  loadOlder(): Promise<void>
  /** The screen shows the thread to its end, focused: the caller's mark moves there, on all their devices. */
  markRead(): void
  /** Rejects with the server's error. */
  follow(): Promise<void>
  /** Rejects with the server's error. */
  unfollow(): Promise<void>
}

const createThread = (core: ClientCore, conversation: ConversationHandle, threadId: string): Thread => {
  const { cache, outbox } = core
  const conversationId = conversation.id
  const rows = privateRows(core)
  const mark = createThreadMark(core, { conversationId, threadId })
  const items = createItems(core)
  const ofChunk = new WeakMap<Chunk, readonly Message[]>()
  /** All replies from this position on are held: a page holds them up to its time, and the cursor of the conversation those since. */
  let floor: number | undefined
  let epoch = -1
  let loading: { readonly kind: 'newest' | 'older'; readonly done: Promise<void> } | undefined
  let error: PalaverError | undefined

  const inChunk = (chunk: Chunk): readonly Message[] => {
    const made = ofChunk.get(chunk) ?? chunk.rows.filter((row) => row.threadId === threadId || row.id === threadId)
    ofChunk.set(chunk, made)
    return made
  }
  const held = (): readonly Message[] => cache.get(conversationId).rows.chunks.flatMap(inChunk)
  const replies = (): readonly Message[] => (floor === undefined || cache.get(conversationId).epoch !== epoch ? [] : held().filter(({ id, position }) => id !== threadId && position >= (floor ?? 0)))

  const compute = (previous: ThreadTimeline | undefined, isShown: (messageId: string) => boolean): ThreadTimeline => {
    const state = cache.get(conversationId)
    // Marks are of the conversation: who has read that need not have read the thread.
    const line = { delivered: othersLine(state, core.me).delivered, read: 0 }
    const pending = unanswered(outbox.list(conversationId).filter(isSend), state.rows, core.me).filter(({ shown }) => shown.threadId === threadId)
    const root = held().find(({ id }) => id === threadId)
    const shown = (row: Message) => items.ofRow(row, line)
    const looksOf = (rowItems: readonly TimelineMessage[]) => lookOf(core, rowItems, conversationId)
    const list = [...looksOf(replies().filter(({ id }) => isShown(id)).map(shown)), ...pending.map(items.ofEntry)]
    const isLoadedNow = epoch === state.epoch
    const own = rows.of('thread').get(threadId)
    return keep(previous, {
      root: root && looksOf([shown(root)])[0],
      items: keepList(previous?.items, list),
      status: isLoadedNow ? 'ready' : error ? 'error' : 'loading',
      hasOlder: isLoadedNow && root !== undefined && (floor ?? 0) > root.position,
      loadingOlder: loading?.kind === 'older',
      isFollowed: own !== undefined,
      read: own?.read,
      error,
    })
  }
  const fetch = async (before?: number): Promise<void> => {
    const asked = cache.get(conversationId)
    if (!isLoaded(asked)) return
    try {
      const { root, messages, hasBefore } = await core.run('thread.history', { conversationId, threadId, before })
      // Reset meanwhile: what the page was to join is gone.
      if (cache.get(conversationId).epoch !== asked.epoch) return await fetch()
      cache.update(conversationId, (state) => withMessages(state, [root, ...messages]))
      floor = hasBefore ? (messages[0]?.position ?? root.position) : root.position
      epoch = asked.epoch
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the thread')
    }
  }
  const load = (kind: 'newest' | 'older', before?: number): Promise<void> => {
    if (loading) return loading.done
    const done = fetch(before).then(() => {
      loading = undefined
      store.invalidate()
    })
    loading = { kind, done }
    store.invalidate()
    return done
  }
  const ensure = () => {
    if (store.watched() && epoch !== cache.get(conversationId).epoch) void core.ready.then(() => load('newest'))
  }
  const store = messageStore<ThreadTimeline>(core, compute, {
    onWatched: () => {
      core.sync.need(conversationId)
      ensure()
    },
  })
  cache.onChange((next, previous) => {
    if (next.id !== conversationId) return
    store.invalidate()
    if (isLoaded(next) && (!isLoaded(previous) || next.epoch !== previous.epoch)) ensure()
  })
  core.events.on('outbox', (id) => {
    if (id === conversationId) store.invalidate()
  })
  core.events.on('open', ensure)
  rows.onChange((kinds) => {
    if (kinds.has('thread')) store.invalidate()
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    send: (draft) => conversation.messages.send({ ...draft, threadId }),
    loadOlder: async () => {
      if (store.getSnapshot().hasOlder) await load('older', floor)
    },
    markRead: () => mark.read(replies().at(-1)?.position ?? 0),
    follow: async () => void (await rows.run('thread.follow', { conversationId, threadId, clientId: core.uuids.next() })),
    unfollow: async () => void (await rows.run('thread.unfollow', { threadId, clientId: core.uuids.next() })),
  }
}

const ofConversation = /* @__PURE__ */ memoised((core, conversation: ConversationHandle) => {
  const made = new Map<string, Thread>()
  return (threadId: string): Thread => {
    const known = made.get(threadId) ?? createThread(core, conversation, threadId)
    made.set(threadId, known)
    return known
  }
})

/** The thread of a message, its root, in a conversation; the same object each time. */
export const thread = (conversation: ConversationHandle, threadId: string): Thread => ofConversation(conversation)(threadId)
