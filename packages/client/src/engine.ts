import { PalaverError, type ServerFrames } from '@palaver/protocol'
import { EventEmitter } from 'eventemitter3'
import { asPalaverError } from './as-palaver-error.ts'
import { createBatch } from './batch.ts'
import type { ChatClientEvents, ChatClientOptions } from './chat-client-options.ts'
import { createRequests } from './commands/requests.ts'
import { baseUrl, type Runner } from './commands/runner.ts'
import { type Connection, createConnection } from './connection/connection.ts'
import type { ChatStatus } from './connection/status.ts'
import type { ClientCore, CoreEvents } from './core.ts'
import { createConversationItems } from './features/conversations/create-item.ts'
import { createOwnMarks } from './features/marks/own-marks.ts'
import { createDrainer } from './outbox/drainer.ts'
import type { OutboxEntry } from './outbox/entry.ts'
import { createOutbox, type OutboxMessage } from './outbox/outbox.ts'
import { createPlatform } from './platform.ts'
import { createCache } from './state/cache.ts'
import { isLoaded } from './state/conversation-state.ts'
import { createExpiryTimer } from './state/expiry-timer.ts'
import { withMarks, withMessages } from './state/merge.ts'
import type { StorageTable, StorageWrite } from './storage/adapter.ts'
import { openDevice, type Rows } from './storage/client-storage.ts'
import { computedStore, keep } from './store.ts'
import { createSync } from './sync/sync.ts'
import { createUuids } from './uuid.ts'

type TabMessage = OutboxMessage | { readonly kind: 'signed-out' }

/** Everything of a client but its features: connection, storage, sync and outbox, wired together. */
export const createEngine = (options: ChatClientOptions) => {
  const platform = createPlatform(options.platform)
  const url = baseUrl(options.url)
  const me = options.userId
  const events = new EventEmitter<ChatClientEvents>()
  const inner = new EventEmitter<CoreEvents>()
  const report = (error: PalaverError) => events.emit('error', error)
  const onThrow = (cause: unknown) => report(asPalaverError(cause, 'call a listener'))
  const batch = createBatch(platform, onThrow)
  const cache = createCache(() => connection.serverNow())
  const hidden = new Set<string>()
  const uuids = createUuids(platform)
  const requests = createRequests(platform)
  let wanted = false
  let ended = false
  let leader = false
  let wasSynced = false

  const run: Runner = async (name, input) => {
    const { fallback, token } = options
    return requests.isOpen() || !fallback || ended ? requests.run(name, input) : fallback({ platform, url, token }, { name, input })
  }

  const status = computedStore<ChatStatus>(batch, (previous) => {
    const retryAt = connection.retryAt()
    return keep(previous, {
      network: platform.isOnline() ? 'online' : 'offline',
      socket: connection.status(),
      synced: sync.synced(),
      pending: outbox.waiting(),
      retryAt,
    })
  })

  const store = async (writes: readonly StorageWrite[]) => {
    await ready
    await device?.write(writes)
  }
  const outbox = createOutbox({
    me,
    store,
    tell: (message) => device?.tabs()?.tell(message),
    rowsOf: (id) => cache.get(id).rows,
    onChange: (id) => {
      inner.emit('outbox', id)
      status.invalidate()
    },
    onChanged: ({ conversationId }, message) => cache.update(conversationId, (state) => (isLoaded(state) ? withMessages(state, [message]) : state)),
    onDropped: (entry, error) => {
      inner.emit('refused', entry)
      events.emit('dropped', { key: entry.key, conversationId: entry.conversationId, error })
    },
    onWaiting: () => drainer.drain(),
  })
  const mayDrain = () => leader && requests.isOpen()
  const drainer = createDrainer({
    platform,
    outbox,
    send: (entry) => requests.run(entry.command, entry.input, { carried: false }),
    mayDrain,
  })
  const marks = createOwnMarks({
    me, platform, cache,
    // Not carried to the next socket, which may lead to another history.
    run: (name, input) => requests.run(name, input, { carried: false }),
    isOpen: requests.isOpen,
    isLeader: () => leader,
    onQueued: () => device?.markPoint(),
    report,
  })
  const sync = createSync({
    platform, cache, run,
    send: (frame) => connection.send(frame),
    onListStale: () => {
      wasSynced = false
      inner.emit('stale')
    },
    onUser: (step) => inner.emit('user', step),
    onOtherHistory: () => {
      inner.emit('user', { after: 0, upTo: 0, reset: true })
      marks.clear()
      outbox.sendAgain()
    },
    onProgress: () => {
      status.invalidate()
      device?.markPoint()
      const synced = sync.synced()
      if (synced && !wasSynced) inner.emit('synced')
      wasSynced = synced
    },
  })
  const takeOutbox = (rows: Rows) => {
    for (const [key] of rows) uuids.passBy(key)
    outbox.restore(rows.map(([, entry]) => entry as OutboxEntry))
    for (const id of outbox.conversationIds()) outbox.settle(id, cache.get(id).revision)
  }
  const lead = () => {
    leader = true
    marks.lead()
    device?.readOutbox()
  }
  const device = openDevice(options.storage, {
    platform, cache, report, takeOutbox,
    name: `palaver:${url}:${me}`,
    point: () => ({ ...sync.point(), queuedMarks: marks.queued() }),
    isClosed: () => ended,
    restored: (point, rows) => {
      sync.restore(point)
      takeOutbox(rows)
      marks.restore(point.queuedMarks)
      batch.flush()
    },
    leader: lead,
    message: (message) => {
      const told = message as TabMessage
      if (told.kind === 'outbox') outbox.hear(told)
      else void wipe()
    },
  })
  const stopExpiry = createExpiryTimer(platform, cache, () => connection.serverNow())
  cache.onChange((next, previous) => {
    if (next.rows !== previous.rows || next.revision !== previous.revision) outbox.settle(next.id, next.revision)
  })
  inner.on('marks.moved', (payload) => {
    cache.update(payload.conversationId, (state) => withMarks(state, payload, false))
  })

  const onOpen = (hello: ServerFrames['hello']) => {
    void ready.then(() => {
      if (connection.status() !== 'open') return
      // First, so that nothing the commands bring is older than the cursors told.
      sync.open(hello.lineage)
      requests.open((frame) => connection.send(frame as never), hello.limits.maxCommandsInFlight)
      drainer.restart()
      marks.open()
      inner.emit('open')
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
      else if (frame.t === 'eph') inner.emit(frame.name as 'marks.moved', frame.payload as never)
      else sync.take(frame)
    },
    onAuthRequired: (reason) => events.emit('auth_required', reason),
    onFatal: (code) => report(new PalaverError(code === 4406 ? 'unsupported_version' : 'protocol_error', `unable to stay connected; the connection ended with ${code}`)),
    onFault: (cause) => report(asPalaverError(cause, 'understand a frame')),
  })

  const ready = Promise.resolve().then(() => device?.open())

  const connect = () => {
    if (ended) return
    wanted = true
    connection.connect()
    void ready.then(() => {
      if (!wanted || leader) return
      const tabs = device?.tabs()
      if (tabs) tabs.campaign()
      else lead()
    })
  }
  const disconnect = () => {
    wanted = false
    leader = false
    device?.tabs()?.resign()
    connection.disconnect()
  }
  const end = () => {
    ended = true
    stopExpiry()
    disconnect()
    connection.dispose()
    requests.end('the client is closed')
  }
  /** What stays in memory goes too: the person must not see it again. */
  const wipe = async () => {
    end()
    await ready
    device?.stop()
    outbox.clear()
    marks.clear()
    cache.clear()
    await device?.clear()
    device?.close()
    batch.flush()
  }

  const core: ClientCore = {
    me, platform, batch, cache, outbox, drainer, sync, uuids, run, ready, report, store,
    load: async (table: StorageTable) => {
      await ready
      return device?.load(table) ?? []
    },
    serverNow: () => Math.round(connection.serverNow()),
    isOpen: requests.isOpen,
    isClosed: () => ended,
    isLeader: () => leader,
    markRead: marks.read,
    events: inner,
    itemOf: createConversationItems(me, cache, hidden),
    hidden,
    looks: [],
  }

  return {
    core,
    connect,
    disconnect,
    status: { subscribe: status.subscribe, getSnapshot: status.getSnapshot },
    on: <Name extends keyof ChatClientEvents>(name: Name, listener: (...args: ChatClientEvents[Name]) => void) => {
      // What a listener throws is the host's, and touches no other listener.
      const call = (...args: ChatClientEvents[Name]) => {
        try {
          listener(...args)
        } catch (cause) {
          queueMicrotask(() => { throw cause })
        }
      }
      events.on(name, call)
      return () => void events.off(name, call)
    },
    close: async () => {
      end()
      await ready
      await device?.flush()
      device?.close()
    },
    signOut: async () => {
      await ready
      device?.tabs()?.tell({ kind: 'signed-out' })
      await wipe()
    },
  }
}
