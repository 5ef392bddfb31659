import type { Runner } from './commands/runner.ts'
import type { EphemeralName, EphemeralPayload, PalaverError } from '@palaver/protocol'
import type { Drainer } from './outbox/drainer.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Platform } from './platform.ts'
import type { Cache } from './state/cache.ts'
import type { FlushableBatch } from './batch.ts'
import type { Sync } from './sync/sync.ts'
import type { Uuids } from './uuid.ts'

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
  /** Commands of the socket can be answered now. */
  readonly isOpen: () => boolean
  /** The screen shows everything up to a position, focused. */
  readonly markRead: (conversationId: string, position: number) => void
  /** Called each time the socket has opened. */
  readonly onOpen: (listener: () => void) => void
  readonly onEphemeral: <Name extends EphemeralName>(name: Name, listener: (...args: { [One in EphemeralName]: [payload: EphemeralPayload<One>] }[Name]) => void) => void
  readonly report: (error: PalaverError) => void
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

/** One feature object for each owner. */
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
