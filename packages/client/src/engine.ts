import type { CommandInput, CommandName, EphemeralName, EphemeralPayload, ServerFrames } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { asPalaverError } from './as-palaver-error.ts'
import { createBatch } from './batch.ts'
import type { ChatClientEvents, ChatClientOptions } from './chat-client-options.ts'
import { createRequests } from './commands/requests.ts'
import { baseUrl, runByRest } from './commands/rest.ts'
import { restPaths } from './commands/rest-paths.ts'
import type { Runner } from './commands/runner.ts'
import { type Connection, createConnection } from './connection/connection.ts'
import type { ChatStatus } from './connection/status.ts'
import type { ClientCore } from './core.ts'
import { createEmitter } from './emitter.ts'
import { createOwnMarks } from './features/marks/own-marks.ts'
import { createDrainer } from './outbox/drainer.ts'
import type { OutboxEntry } from './outbox/entry.ts'
import { createOutbox, type OutboxMessage } from './outbox/outbox.ts'
import { joinTabs, type Tabs } from './outbox/tabs.ts'
import { createPlatform } from './platform.ts'
import { createCache } from './state/cache.ts'
import { isLoaded } from './state/conversation-state.ts'
import { withMarks } from './state/merge.ts'
import { openStorage, type SafeStorage } from './storage/open-storage.ts'
import { createPersistence } from './storage/persistence.ts'
import { computedStore, keep } from './store.ts'
import { createSync } from './sync/sync.ts'
import { createUuids } from './uuid.ts'

const ackTimeoutMs = 15_000
type TabMessage = OutboxMessage | { readonly kind: 'signed-out' }

/** Everything of a client but its features: connection, storage, sync and outbox, wired together. */
export const createEngine = (options: ChatClientOptions) => {
  const platform = createPlatform(options.platform)
  const url = baseUrl(options.url)
  const me = options.userId
  // A listener of `error` that throws has nobody left to tell.
  const events = createEmitter<ChatClientEvents>((cause) => queueMicrotask(() => { throw cause }))
  const report = (error: PalaverError) => events.emit('error', error)
  const onThrow = (cause: unknown) => report(asPalaverError(cause, 'call a listener'))
  const ephemerals = createEmitter<{ [Name in EphemeralName]: [payload: EphemeralPayload<Name>] }>(onThrow)
  const batch = createBatch(platform, onThrow)
  const cache = createCache()
  const uuids = createUuids(platform)
  const requests = createRequests(platform)
  const hooks = { onOutbox: (_id: string) => {}, onListStale: () => {}, onSynced: () => {} }
  const openListeners = new Set<() => void>()
  let storage: SafeStorage | undefined
  let tabs: Tabs | undefined
  let wanted = false
  let ended = false
  let wasSynced = false

  const run: Runner = async (name, input) => {
    if (requests.isOpen() || !restPaths[name] || ended) return socketRun(name, input)
    const attempt = async (refresh: boolean) => runByRest({ platform, url }, { name, input, token: await options.token({ refresh }) })
    return attempt(false).catch((cause: unknown) => {
      if (cause instanceof PalaverError && cause.code === 'unauthenticated') return attempt(true)
      // The token source is the host's and may throw anything.
      throw asPalaverError(cause, `run ${name}`)
    })
  }
  const socketRun = async <Name extends CommandName>(name: Name, input: CommandInput<Name>) => {
    if (!requests.isOpen()) throw new PalaverError('unavailable', `unable to run ${name}; the socket is not open`)
    return requests.run(name, input)
  }

  const status = computedStore<ChatStatus>(batch, (previous) => {
    const retryAt = connection.retryAt()
    return keep(previous, {
      network: platform.isOnline() ? 'online' : 'offline',
      socket: connection.status(),
      synced: sync.synced(),
      pending: outbox.waiting(),
      ...(retryAt === undefined ? {} : { retryAt }),
    })
  })

  const outbox = createOutbox({
    me,
    store: (writes) => ready.then(() => storage?.write(writes)),
    tell: (message) => tabs?.tell(message),
    rowsOf: (id) => cache.get(id).rows,
    onChange: (id) => {
      hooks.onOutbox(id)
      status.invalidate()
    },
    onDropped: (entry, error) => events.emit('dropped', { key: entry.key, conversationId: entry.conversationId, error }),
    onWaiting: () => drainer.drain(),
  })
  const mayDrain = () => (tabs?.isLeader() ?? false) && requests.isOpen()
  const drainer = createDrainer({
    platform,
    outbox,
    send: (entry) => requests.run(entry.command, entry.input, { timeoutMs: ackTimeoutMs, carried: false }),
    mayDrain,
  })
  const marks = createOwnMarks({
    me, platform, cache, run,
    isOpen: requests.isOpen,
    isLeader: () => tabs?.isLeader() ?? false,
    onQueued: () => persistence.markPoint(),
    report,
  })
  const sync = createSync({
    platform, cache, run,
    connection: () => connection,
    onListStale: () => {
      wasSynced = false
      hooks.onListStale()
    },
    onProgress: () => {
      status.invalidate()
      persistence.markPoint()
      const synced = sync.synced()
      if (synced && !wasSynced) hooks.onSynced()
      wasSynced = synced
    },
  })
  const persistence = createPersistence({
    platform,
    cache,
    write: async (writes) => storage?.write(writes),
    point: () => ({ ...sync.point(), queuedMarks: marks.queued() ?? [] }),
  })
  cache.onChange((next, previous) => {
    if (next.rows !== previous.rows || next.revision !== previous.revision) outbox.settle(next.id, next.revision)
  })
  ephemerals.on('marks.moved', (payload) => {
    cache.update(payload.conversationId, (state) => (isLoaded(state) ? withMarks(state, payload, false) : state))
  })

  const onOpen = (hello: ServerFrames['hello']) => {
    void ready.then(() => {
      if (connection.status() !== 'open') return
      // First, so that nothing the commands bring is older than the cursors told.
      sync.open(hello.lineage)
      requests.open((frame) => connection.send(frame as never), hello.limits.maxCommandsInFlight)
      drainer.restart()
      marks.open()
      for (const listener of openListeners) listener()
      status.invalidate()
    })
  }
  const connection: Connection = createConnection({
    platform, url,
    token: options.token,
    onStatus: status.invalidate,
    onOpen,
    onLost: () => {
      wasSynced = false
      requests.lose()
      sync.lose()
    },
    onFrame: (frame) => {
      if (frame.t === 'ok' || frame.t === 'err') requests.settle(frame)
      else if (frame.t === 'eph') ephemerals.emit(frame.name as EphemeralName, frame.payload as never)
      else sync.take(frame)
    },
    onAuthRequired: () => events.emit('auth_required'),
    onFatal: (code) => report(new PalaverError(code === 4406 ? 'unsupported_version' : 'protocol_error', `unable to stay connected; the connection ended with ${code}`)),
    onFault: (cause) => report(asPalaverError(cause, 'understand a frame')),
  })

  const restore = async () => {
    const opened = await openStorage(options.storage, `palaver:${url}:${me}`, report)
    storage = opened
    if (ended) return
    tabs = joinTabs(platform, opened.adapter.shared, { leader: onLead, message: (message) => onTab(message as TabMessage) })
    try {
      const [point, stored] = await Promise.all([persistence.restore(opened.adapter), opened.adapter.load('outbox')])
      sync.restore(point)
      takeStored(stored)
      marks.restore(point.queuedMarks)
    } catch (cause) {
      report(asPalaverError(cause, 'read what is stored'))
    }
    batch.flush()
  }
  const takeStored = (stored: readonly (readonly [string, unknown])[]) => {
    for (const [key] of stored) uuids.passBy(key)
    outbox.restore(stored.map(([, entry]) => entry as OutboxEntry))
    for (const id of outbox.conversationIds()) outbox.settle(id, cache.get(id).revision)
  }
  const onLead = () => {
    marks.lead()
    // The tab that led before may have stored more than it could tell.
    const stored = storage?.adapter.load('outbox')
    stored?.then(takeStored, (cause: unknown) => report(asPalaverError(cause, 'read what is stored')))
  }
  const onTab = (message: TabMessage) => {
    if (message.kind === 'outbox') outbox.hear(message)
    else void wipe()
  }
  const ready = Promise.resolve().then(restore)

  const connect = () => {
    if (ended) return
    wanted = true
    connection.connect()
    void ready.then(() => {
      if (wanted) tabs?.campaign()
    })
  }
  const disconnect = () => {
    wanted = false
    tabs?.resign()
    connection.disconnect()
  }
  const end = () => {
    ended = true
    disconnect()
    connection.dispose()
    requests.rejectAll('the client is closed')
  }
  /** What stays in memory goes too: the person must not see it again. */
  const wipe = async () => {
    end()
    await ready
    persistence.stop()
    outbox.clear()
    marks.clear()
    cache.clear()
    await storage?.clear()
    tabs?.close()
    storage?.adapter.close()
    batch.flush()
  }

  const core: ClientCore = {
    me, platform, batch, cache, outbox, drainer, sync, uuids, run, ready, report,
    serverNow: () => Math.round(connection.serverNow()),
    isOpen: requests.isOpen,
    markRead: marks.read,
    onOpen: (listener) => openListeners.add(listener),
    onEphemeral: ephemerals.on,
  }

  return {
    core,
    hooks,
    connect,
    disconnect,
    status: { subscribe: status.subscribe, getSnapshot: status.getSnapshot },
    on: events.on,
    close: async () => {
      end()
      await ready
      await persistence.flush()
      persistence.stop()
      tabs?.close()
      storage?.adapter.close()
    },
    signOut: async () => {
      await ready
      tabs?.tell({ kind: 'signed-out' })
      await wipe()
    },
  }
}
