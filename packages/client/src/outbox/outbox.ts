import { holdsClientId, type MessageRows } from '@palaver/core'
import { type Message, PalaverError, type SentMessage } from '@palaver/protocol'
import type { StorageWrite } from '../storage/adapter.ts'
import { isSend, type OutboxEntry, type PendingChange, type PendingSend } from './entry.ts'

/** What the outbox needs and tells. */
export interface OutboxOptions {
  readonly me: string
  /** Resolves when stored; never rejects. */
  readonly store: (writes: readonly StorageWrite[]) => Promise<void>
  readonly tell: (message: unknown) => void
  readonly rowsOf: (conversationId: string) => MessageRows
  readonly onChange: (conversationId: string) => void
  /** A change was made; the message stands so now. */
  readonly onChanged: (entry: PendingChange, message: Message) => void
  readonly onDropped: (entry: OutboxEntry, error: PalaverError) => void
  readonly onWaiting: () => void
}

/** What tabs tell each other of the outbox. */
export type OutboxMessage = { readonly kind: 'outbox'; readonly key: string; readonly entry?: OutboxEntry | undefined }

const none: readonly OutboxEntry[] = Object.freeze([])

/** The writes that wait, in order; the same in all tabs, and stored before anything is tried. */
export const createOutbox = (options: OutboxOptions) => {
  const entries = new Map<string, OutboxEntry>()
  const lists = new Map<string, readonly OutboxEntry[]>()

  const relist = (conversationId: string) => {
    const list = [...entries.values()].filter((entry) => entry.conversationId === conversationId).sort((a, b) => (a.key < b.key ? -1 : 1))
    if (list.length > 0) lists.set(conversationId, Object.freeze(list))
    else lists.delete(conversationId)
    options.onChange(conversationId)
  }
  const place = (entry: OutboxEntry) => {
    entries.set(entry.key, Object.freeze(entry))
    relist(entry.conversationId)
  }
  const take = (key: string) => {
    const entry = entries.get(key)
    if (entry && entries.delete(key)) relist(entry.conversationId)
    return entry
  }
  const save = (key: string, entry?: OutboxEntry) => {
    const stored = options.store([{ table: 'outbox', key, value: entry }])
    const told: OutboxMessage = { kind: 'outbox', key, entry }
    void stored.then(() => options.tell(told))
    return stored
  }
  const put = (entry: OutboxEntry) => {
    place(entry)
    return save(entry.key, entry)
  }
  const remove = (key: string) => {
    if (take(key)) void save(key)
  }
  const answered = (entry: PendingSend) => holdsClientId(options.rowsOf(entry.conversationId), options.me, entry.key)

  return {
    get: (key: string) => entries.get(key),
    /** In the order in which they leave; the same list until one of them changes. */
    list: (conversationId: string): readonly OutboxEntry[] => lists.get(conversationId) ?? none,
    conversationIds: () => [...lists.keys()],
    waiting: () => [...entries.values()].filter((entry) => entry.state === 'waiting').length,
    /** Shows it at once; drained once it is stored. */
    add: (entry: OutboxEntry) => {
      void put(entry).then(options.onWaiting)
    },
    acknowledge: (key: string, answer: SentMessage | { readonly message: Message }) => {
      const entry = entries.get(key)
      if (!entry) return
      if ('message' in answer) {
        if (!isSend(entry)) options.onChanged(entry, answer.message)
        remove(key)
      } else if (isSend(entry) && !answered(entry)) void put({ ...entry, state: 'sent', ack: answer })
      else remove(key)
    },
    refuse: (key: string, error: PalaverError) => {
      const entry = entries.get(key)
      if (!entry || entry.state !== 'waiting') return
      // A message stays, for its text is worth something; a change that is refused shows by going.
      if (isSend(entry)) void put({ ...entry, state: 'failed', error: error.toBody() })
      else remove(key)
      options.onDropped(entry, error)
    },
    remove,
    /** What was acknowledged and has not come as a row may be missing in the history that the server has now. */
    sendAgain: () => {
      for (const { ack, ...entry } of [...entries.values()].filter(isSend)) if (ack) void put({ ...entry, state: 'waiting' }).then(options.onWaiting)
    },
    /** Rows have come, or the cursor has passed an acknowledged write: what they answer goes. */
    settle: (conversationId: string, revision: number | undefined) => {
      for (const entry of lists.get(conversationId) ?? none)
        if (isSend(entry) && (answered(entry) || (entry.ack && revision !== undefined && entry.ack.revision <= revision))) remove(entry.key)
    },
    /** What the storage holds, at the start and when this tab takes the lead. */
    restore: (stored: readonly OutboxEntry[]) => {
      for (const entry of stored) if (!entries.has(entry.key)) place(entry)
      options.onWaiting()
    },
    /** Another tab changed one. */
    hear: (message: OutboxMessage) => {
      if (message.entry) place(message.entry)
      else take(message.key)
      options.onWaiting()
    },
    clear: () => {
      for (const key of [...entries.keys()]) take(key)
    },
  }
}

/** The outbox of one client. */
export type Outbox = ReturnType<typeof createOutbox>
