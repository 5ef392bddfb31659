import type { EphemeralName, EphemeralPayload, PalaverError, Person } from '@palaver/protocol'
import type { EventEmitter } from 'eventemitter3'
import type { Runner } from './commands/runner.ts'
import type { Drainer } from './outbox/drainer.ts'
import { type ChangeCommand, isSend, type OutboxEntry, type PendingChange } from './outbox/entry.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { TimelineMessage } from './features/messages/timeline-message.ts'
import type { Platform } from './platform.ts'
import type { Cache } from './state/cache.ts'
import type { StorageAdapter } from './storage/adapter.ts'
import type { ConversationItems } from './features/conversations/create-item.ts'
import type { FlushableBatch } from './batch.ts'
import { computedStore, type OwnedStore, type StoreHooks } from './store.ts'
import type { Sync, UserStep } from './sync/sync.ts'
import type { Uuids } from './uuid.ts'

/**
 * What features listen to: ephemeral events by their name, `open` each time the socket has opened, `synced` each time all that
 * was missed has been taken in, `user` for each step of the user's own rows, `stale` when the list of conversations is not what the server has, `people` when profiles came with something else,
 * `outbox` when what waits for a conversation is another, `refused` when something that waited was refused for good, `hidden` when other messages are hidden: see `messageStore`.
 */
export type CoreEvents = { [Name in EphemeralName]: [payload: EphemeralPayload<Name>] } & {
  open: []
  synced: []
  user: [step: UserStep]
  stale: []
  people: [people: readonly Person[]]
  outbox: [conversationId: string]
  refused: [entry: OutboxEntry]
  hidden: []
}

/** How messages of a conversation look beside what their rows say; the same list, and the same items, when that says nothing new. */
export type Look = (items: readonly TimelineMessage[], conversationId: string) => readonly TimelineMessage[]

/** What a client's features share; not public. */
export interface ClientCore {
  readonly me: string
  readonly platform: Platform
  readonly batch: FlushableBatch
  readonly cache: Cache
  readonly outbox: Outbox
  readonly drainer: Drainer
  readonly sync: Sync
  readonly uuids: Uuids
  readonly run: Runner
  /** By the server's clock as far as known: epoch milliseconds. */
  readonly serverNow: () => number
  /** What is stored has been read. */
  readonly ready: Promise<void>
  /** The rows of a table of a feature's own. Rejects when they cannot be read. */
  readonly load: StorageAdapter['load']
  /** Never rejects. */
  readonly store: StorageAdapter['write']
  /** Commands of the socket can be answered now. */
  readonly isOpen: () => boolean
  /** The client was closed: nothing is sent any more. */
  readonly isClosed: () => boolean
  /** Of all tabs this one writes what they share. */
  readonly isLeader: () => boolean
  readonly itemOf: ConversationItems
  /** The screen shows everything up to a position, focused. */
  readonly markRead: (conversationId: string, position: number) => void
  readonly events: EventEmitter<CoreEvents>
  readonly report: (error: PalaverError) => void
  /** Ids of messages that are shown nowhere; a feature fills it. Whoever changes it touches their conversations in the cache and emits `hidden`. */
  readonly hidden: Set<string>
  /** What features make of messages that are shown, in any order. */
  readonly looks: Look[]
}

const cores = new WeakMap<object, ClientCore>()

/** Lets features find what stands behind a public object. */
export const attachCore = (owner: object, core: ClientCore): void => {
  cores.set(owner, core)
}

/** What stands behind a client or a conversation. */
export const coreOf = (owner: object): ClientCore => {
  const core = cores.get(owner)
  if (!core) throw new TypeError('unable to find the client; the object was not made by createChatClient')
  return core
}

/** One object for each key, such as a client. */
export const onceFor = <Key extends object, Made>(make: (key: Key) => Made) => {
  const made = new WeakMap<Key, { readonly one: Made }>()
  return (key: Key): Made => {
    const known = made.get(key) ?? { one: make(key) }
    made.set(key, known)
    return known.one
  }
}

/** One feature object for each owner. Calls are annotated as pure, so that bundlers drop the features that nobody asks for. */
export const memoised = <Owner extends object, Feature>(make: (core: ClientCore, owner: Owner) => Feature) => onceFor((owner: Owner) => make(coreOf(owner), owner))

/** Messages of a conversation as they are shown. */
export const lookOf = (core: ClientCore, items: readonly TimelineMessage[], conversationId: string) => core.looks.reduce((held, look) => look(held, conversationId), items)

/** A store that lists messages: computed anew, too, when the person deletes some for themselves or shows them again. `isShown` says which are to be in it. */
export const messageStore = <T>(core: ClientCore, compute: (previous: T | undefined, isShown: (messageId: string) => boolean) => T, hooks?: StoreHooks): OwnedStore<T> => {
  const store = computedStore<T>(core.batch, (previous) => compute(previous, (messageId) => !core.hidden.has(messageId)), hooks)
  core.events.on('hidden', store.invalidate)
  return store
}

/**
 * Puts a change of a message into the outbox: it shows at once, survives a reload, and is made in its turn. Returns its key, by which the server knows it:
 * an attempt that was held up on its way must not undo what was done since.
 */
export const queueChange = <Name extends ChangeCommand>(core: ClientCore, command: Name, input: Omit<PendingChange<Name>['input'], 'clientId'> & { readonly conversationId: string }): string => {
  const key = core.uuids.next()
  core.outbox.add({ key, conversationId: input.conversationId, command, input: { ...input, clientId: key } as unknown as PendingChange['input'], createdAt: core.serverNow(), state: 'waiting' })
  core.batch.flush()
  return key
}

type Preview<Name extends ChangeCommand = ChangeCommand> = (item: TimelineMessage, change: PendingChange<Name>) => TimelineMessage

const previewsOf = /* @__PURE__ */ onceFor((core: ClientCore) => {
  const previews = new Map<string, Preview>()
  core.looks.push((items, conversationId) => {
    const changes = core.outbox.list(conversationId).filter((entry) => !isSend(entry))
    if (changes.length === 0) return items
    const changesOf = (id: string | undefined) => changes.filter(({ input }) => input.messageId === id)
    return items.map((item) => changesOf(item.id).reduce((held, change) => previews.get(change.command)?.(held, change) ?? held, item))
  })
  return previews
})

/** Enters how a message looks while a change of it waits. */
export const previewAs = <Name extends ChangeCommand>(core: ClientCore, command: Name, preview: Preview<Name>): void => {
  previewsOf(core).set(command, preview as unknown as Preview)
}
