import type { EphemeralName, EphemeralPayload, PalaverError, Person } from '@palaver/protocol'
import type { EventEmitter } from 'eventemitter3'
import type { Runner } from './commands/runner.ts'
import type { Drainer } from './outbox/drainer.ts'
import type { ChangeCommand, OutboxEntry, PendingChange } from './outbox/entry.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Preview } from './outbox/preview.ts'
import type { GrowingText } from './features/messages/growing-text.ts'
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
  /** How a message looks while a change of it waits, by command; features enter theirs. */
  readonly previews: Map<string, Preview>
  /** Texts of open streams by conversation and message; the feature `streams` enters them. */
  readonly growing: Map<string, ReadonlyMap<string, GrowingText>>
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

/** One feature object for each owner. Calls are annotated as pure, so that bundlers drop the features that nobody asks for. */
export const memoised = <Owner extends object, Feature>(make: (core: ClientCore, owner: Owner) => Feature) => {
  const made = new WeakMap<Owner, Feature>()
  return (owner: Owner): Feature => {
    const known = made.get(owner)
    if (known) return known
    const feature = make(coreOf(owner), owner)
    made.set(owner, feature)
    return feature
  }
}

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

/** Enters how a change looks while it waits. */
export const previewAs = <Name extends ChangeCommand>(core: ClientCore, command: Name, preview: (item: TimelineMessage, change: PendingChange<Name>) => TimelineMessage): void => {
  core.previews.set(command, preview as unknown as Preview)
}
