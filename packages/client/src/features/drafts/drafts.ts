import type { Draft } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { computedStore, type OwnedStore, type Store } from '../../store.ts'
import { createTimer } from '../../timer.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** What the person has begun to write, here or on another of their devices. */
export interface DraftText {
  readonly text: string
  /** Id of the message that it answers. */
  readonly replyToId?: string | undefined
}

/** Drafts of all conversations and threads. */
export interface Drafts {
  /** The draft of a conversation, or of the thread of a message in it; the same store for the same ids. Undefined when nothing is written. */
  of(conversationId: string, threadId?: string): Store<DraftText | undefined>
  /** Keeps a draft, at once on this device and soon on the others; an empty text removes it. Never fails: offline it is told later. */
  set(conversationId: string, draft: DraftText, threadId?: string): void
  /** Tells the other devices now, as when the writer turns away. */
  flush(): void
}

/** Written here, and not known to be on the server. */
type Written = Omit<Draft, 'replyToId' | 'conversationId'> & DraftText & { readonly conversationId: string; readonly threadId: string | undefined; readonly refused?: boolean }

const everyMs = 2000
const prefix = 'draft '

const createDrafts = (core: ClientCore): Drafts => {
  const rows = privateRows(core)
  const written = new Map<string, Written>()
  /** Of the last that was written here, also when it was taken away. */
  const writtenAt = new Map<string, number>()
  const stores = new Map<string, OwnedStore<DraftText | undefined>>()
  const sending = new Set<string>()

  /** Later than what it is written over, whatever the clock says: it may be behind, and what is later stays. */
  const nextTime = (id: string) => {
    const before = Math.max(written.get(id)?.editedAt ?? 0, rows.of('draft').get(id)?.editedAt ?? 0, writtenAt.get(id) ?? 0)
    const editedAt = Math.max(core.serverNow(), before + 1)
    writtenAt.set(id, editedAt)
    return editedAt
  }
  const put = (id: string, draft: Written | undefined) => {
    if (draft) written.set(id, draft)
    else written.delete(id)
    void core.store([{ table: 'meta', key: prefix + id, ...(draft ? { value: draft } : {}) }])
    stores.get(id)?.invalidate()
  }
  const shown = (id: string, previous: DraftText | undefined): DraftText | undefined => {
    const told = rows.of('draft').get(id)
    const here = written.get(id)
    const { text, replyToId } = here && here.editedAt >= (told?.editedAt ?? 0) ? here : (told ?? { text: '', replyToId: undefined })
    if (text === '') return undefined
    return previous?.text === text && previous.replyToId === replyToId ? previous : Object.freeze({ text, replyToId })
  }
  const send = async (id: string, draft: Written) => {
    sending.add(id)
    try {
      await rows.run('draft.set', draft)
      if (written.get(id) === draft) put(id, undefined)
    } catch (cause) {
      const { code, retryable } = asPalaverError(cause, 'keep the draft')
      if (written.get(id) === draft && !retryable) put(id, code === 'not_found' ? undefined : { ...draft, refused: true })
      else if (core.isOpen()) timer.plan(everyMs)
    }
    sending.delete(id)
    if (written.has(id) && written.get(id) !== draft) timer.plan(everyMs)
  }
  const flush = () => {
    timer.stop()
    if (!core.isOpen()) return
    for (const [id, draft] of written) if (!draft.refused && !sending.has(id)) void send(id, draft)
  }
  const timer = createTimer(core.platform, flush)

  void core.load('meta').then(
    (stored) => {
      for (const [key, value] of stored) {
        const id = key.slice(prefix.length)
        if (!key.startsWith(prefix) || written.has(id)) continue
        written.set(id, value as Written)
        stores.get(id)?.invalidate()
      }
      flush()
    },
    // Nothing was written then, as far as this device knows.
    () => undefined,
  )
  rows.onChange((kinds) => {
    if (kinds.has('draft')) for (const store of stores.values()) store.invalidate()
  })
  core.events.on('open', flush)

  return {
    of: (conversationId, threadId) => {
      const id = threadId ?? conversationId
      const known = stores.get(id)
      if (known) return known
      const made = computedStore<DraftText | undefined>(core.batch, (previous) => shown(id, previous))
      stores.set(id, made)
      return made
    },
    set: (conversationId, { text, replyToId }, threadId) => {
      const id = threadId ?? conversationId
      const before = shown(id, undefined)
      if ((before?.text ?? '') === text && before?.replyToId === replyToId) return
      put(id, { conversationId, threadId, text, replyToId, editedAt: nextTime(id) })
      timer.plan(everyMs)
      core.batch.flush()
    },
    flush,
  }
}

/** The drafts of a client; the same object each time. */
export const drafts: (chat: ChatClient) => Drafts = /* @__PURE__ */ memoised(createDrafts)
