import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import type { Store } from '../../store.ts'
import { createTimer } from '../../timer.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** Messages of one conversation. */
export interface MessageNames {
  readonly conversationId: string
  readonly messageIds: readonly string[]
}

/**
 * Messages that the person deleted for themselves, by id; a new set after each change. From the first call of `hidden` on they are left out of
 * timelines, last messages and every list: search, activity, pins, threads, what is saved and what one is reminded of.
 */
export interface HiddenMessages extends Store<ReadonlySet<string>> {
  /** Is the message hidden? */
  has(messageId: string): boolean
  /** Hides messages, here at once and then on the other devices. Survives a reload and being offline; refused for good it is undone, and the `error` event tells. */
  hide(messages: MessageNames): void
  /** Shows them again, like `hide`. */
  unhide(messages: MessageNames): void
}

/** Done here, and not known to be on the server. */
interface Waiting {
  readonly conversationId: string
  readonly hidden: boolean
}

const prefix = 'hidden '
const mostAtOnce = 50
const againMs = 5000

const createHidden = (core: ClientCore): HiddenMessages => {
  const rows = privateRows(core)
  const waiting = new Map<string, Waiting>()
  /** Where the hidden messages stand. */
  const places = new Map<string, string>()
  let sending = false
  let snapshot: ReadonlySet<string> = new Set()

  const refresh = () => {
    const next = new Map([...rows.of('hidden')].map(([id, { conversationId }]) => [id, conversationId]))
    for (const [id, one] of waiting) {
      if (one.hidden) next.set(id, one.conversationId)
      else next.delete(id)
    }
    const changed = [...[...next].filter(([id]) => !core.hidden.has(id)), ...[...places].filter(([id]) => !next.has(id))]
    if (changed.length === 0) return
    places.clear()
    core.hidden.clear()
    for (const [id, conversationId] of next) {
      places.set(id, conversationId)
      core.hidden.add(id)
    }
    snapshot = new Set(core.hidden)
    core.events.emit('hidden')
    for (const conversationId of new Set(changed.map(([, id]) => id))) core.cache.touch(conversationId)
  }
  const store = messageStore(core, () => snapshot)

  const put = (ids: readonly string[], value: Waiting | undefined) => {
    for (const id of ids) {
      if (value) waiting.set(id, value)
      else waiting.delete(id)
    }
    void core.store(ids.map((id) => ({ table: 'meta' as const, key: prefix + id, ...(value && { value }) })))
    refresh()
  }
  /** The next messages that one command can tell of. */
  const nextRun = () => {
    const [first] = waiting.values()
    if (!first) return undefined
    const { conversationId, hidden } = first
    const ids = [...waiting].flatMap(([id, one]) => (one.hidden === hidden && one.conversationId === conversationId ? [id] : [])).slice(0, mostAtOnce)
    return { conversationId, hidden, ids, done: ids.map((id) => [id, waiting.get(id)] as const) }
  }
  const send = async () => {
    if (sending) return
    sending = true
    for (let run = nextRun(); run && core.isOpen(); run = nextRun()) {
      const settle = (done: readonly (readonly [string, Waiting | undefined])[]) => put(done.flatMap(([id, one]) => (waiting.get(id) === one ? [id] : [])), undefined)
      try {
        const { conversationId, ids } = run
        const named = { messageIds: ids, clientId: core.uuids.next() }
        await (run.hidden ? rows.run('message.hide', { conversationId, ...named }) : rows.run('message.unhide', named))
        settle(run.done)
      } catch (cause) {
        const error = asPalaverError(cause, run.hidden ? 'delete messages for you' : 'show messages again')
        if (error.retryable) {
          timer.plan(error.retryAfterMs ?? againMs)
          break
        }
        settle(run.done)
        core.report(error)
      }
    }
    sending = false
  }
  const timer = createTimer(core.platform, () => void send())

  void core.load('meta').then(
    (stored) => {
      for (const [key, value] of stored) {
        const id = key.slice(prefix.length)
        if (key.startsWith(prefix) && !waiting.has(id)) waiting.set(id, value as Waiting)
      }
      refresh()
      void send()
    },
    // Nothing was done then, as far as this device knows.
    () => undefined,
  )
  rows.onChange((kinds) => {
    if (kinds.has('hidden')) refresh()
  })
  core.events.on('open', () => void send())

  const set = ({ conversationId, messageIds }: MessageNames, hidden: boolean) => {
    put(messageIds.filter((id) => core.hidden.has(id) !== hidden), { conversationId, hidden })
    core.batch.flush()
    void send()
  }
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    has: (messageId) => core.hidden.has(messageId),
    hide: (messages) => set(messages, true),
    unhide: (messages) => set(messages, false),
  }
}

/** The messages that the person deleted for themselves; the same object each time. */
export const hidden: (chat: ChatClient) => HiddenMessages = /* @__PURE__ */ memoised(createHidden)
