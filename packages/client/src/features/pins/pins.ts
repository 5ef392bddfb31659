import { type Chunk, messageAt } from '@palaver/core'
import type { Message, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import { type ClientCore, memoised, messageStore, previewAs, queueChange } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { keep, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** What is pinned, the one pinned last first; without what the person deleted for themselves. */
export interface PinList {
  readonly items: readonly Message[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly error?: PalaverError | undefined
}

/** The pinned messages of one conversation; they load when somebody subscribes, and follow what changes. */
export interface Pins extends Store<PinList> {
  /** Pins a message for everybody. Survives a reload; refused for good it is undone, and `dropped` tells. */
  pin(messageId: string): void
  /** Unpins a message, like `pin`. */
  unpin(messageId: string): void
}

const newestFirst = (a: Message, b: Message): number => (b.pin?.at ?? 0) - (a.pin?.at ?? 0) || b.position - a.position

const createPins = (core: ClientCore, { id }: ConversationHandle): Pins => {
  const { cache } = core
  const ofChunk = new WeakMap<Chunk, readonly Message[]>()
  let loaded: readonly Message[] = []
  let loadedEpoch = -1
  let loading = false
  let error: PalaverError | undefined
  previewAs(core, 'message.pin', (item, { createdAt }) => (item.pin ? item : Object.freeze({ ...item, pin: { by: core.me, at: createdAt } })))
  previewAs(core, 'message.unpin', ({ pin: _pin, ...item }) => Object.freeze(item))

  const pinnedIn = (chunk: Chunk): readonly Message[] => {
    const made = ofChunk.get(chunk) ?? chunk.rows.filter(({ pin }) => pin !== undefined)
    ofChunk.set(chunk, made)
    return made
  }
  const compute = (previous: PinList | undefined, isShown: (messageId: string) => boolean): PinList => {
    const { rows, epoch } = cache.get(id)
    const held = new Map(rows.chunks.flatMap(pinnedIn).map((message) => [message.position, message]))
    // A row that is held follows every change; one that is not stands as it was loaded.
    for (const message of loaded) if (!messageAt(rows, message.position)) held.set(message.position, message)
    const status = loadedEpoch === epoch ? 'ready' : error ? 'error' : 'loading'
    return keep(previous, { items: keepList(previous?.items, [...held.values()].filter((message) => isShown(message.id)).sort(newestFirst)), status, error })
  }
  const load = async () => {
    const { epoch } = cache.get(id)
    if (loading || loadedEpoch === epoch || !isLoaded(cache.get(id))) return
    loading = true
    try {
      const { messages } = await core.run('pin.list', { conversationId: id })
      loaded = messages
      loadedEpoch = epoch
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load what is pinned')
    }
    loading = false
    store.invalidate()
  }
  const ensure = () => {
    if (store.watched()) void core.ready.then(load)
  }
  const store = messageStore<PinList>(core, compute, {
    onWatched: () => {
      core.sync.need(id)
      ensure()
    },
  })
  cache.onChange((next, previous) => {
    if (next.id !== id) return
    store.invalidate()
    if (isLoaded(next) && (!isLoaded(previous) || next.epoch !== previous.epoch)) ensure()
  })
  core.events.on('open', ensure)

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    pin: (messageId) => queueChange(core, 'message.pin', { conversationId: id, messageId }),
    unpin: (messageId) => queueChange(core, 'message.unpin', { conversationId: id, messageId }),
  }
}

/** The pinned messages of a conversation; the same object each time. */
export const pins: (conversation: ConversationHandle) => Pins = /* @__PURE__ */ memoised(createPins)
