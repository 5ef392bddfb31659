import { isOnlyInThread, unanswered } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { type ClientCore, lookOf } from '../../core.ts'
import { isSend } from '../../outbox/entry.ts'
import { computedStore, keep, keepList } from '../../store.ts'
import { isLoaded, othersLine } from '../../state/conversation-state.ts'
import type { ContentDraft, MessageDraft, Messages, Timeline } from './messages.ts'
import { createPageLoader } from './page-loader.ts'
import { createItems } from './timeline-items.ts'

const textMaxLength = 5000

const checkText = (text: string) => {
  const length = [...text].length
  if (length < 1 || length > textMaxLength || text.includes('\0') || !text.isWellFormed())
    throw new PalaverError('invalid_input', `unable to send; the text must be 1 to ${textMaxLength} characters of well-formed Unicode without U+0000`, { path: '/content/text' })
}

const textDraft = ({ text, ...options }: Omit<MessageDraft, 'replyTo'>) => ({ content: { kind: 'text', text } as const, ...options })

/** The messages of one conversation, and what tells whoever owns them that they may have changed. */
export const createMessages = (core: ClientCore, id: string) => {
  const { cache, outbox } = core
  const items = createItems(core)
  const pages = createPageLoader(core, id, () => store.invalidate())

  const compute = (previous: Timeline | undefined): Timeline => {
    const state = cache.get(id)
    const { run, hasOlder, hasNewer } = pages.view()
    const line = othersLine(state, core.me)
    const pending = hasNewer ? [] : unanswered(outbox.list(id).filter(isSend), state.rows, core.me).filter(({ shown }) => !isOnlyInThread(shown))
    const held = run ? items.ofRun(state.rows, run, line) : []
    const list = [...lookOf(core, held, id), ...pending.map(items.ofEntry)]
    const empty = state.head?.position === 0
    const error = pages.error() ?? (isLoaded(state) ? undefined : core.sync.error(id))
    const status = run || empty ? 'ready' : error ? 'error' : 'loading'
    return keep(previous, {
      items: keepList(previous?.items, list),
      status,
      hasOlder: hasOlder && isLoaded(state),
      loadingOlder: pages.isLoading('older'),
      hasNewer,
      loadingNewer: pages.isLoading('newer'),
      error,
    })
  }
  const ensure = () => void core.ready.then(pages.newest)
  const store = computedStore<Timeline>(core.batch, compute, {
    onWatched: () => {
      core.sync.need(id)
      ensure()
    },
  })

  const toEnd = async () => {
    pages.toEnd()
    core.batch.flush()
    await pages.newest()
  }

  const messages: Messages = {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    send: ({ replyTo, ...draft }: MessageDraft | ContentDraft) => {
      if ('text' in draft) checkText(draft.text)
      const { content, ...options } = 'text' in draft ? textDraft(draft) : draft
      const key = core.uuids.next()
      if (pages.view().hasNewer && !isOnlyInThread(options)) void toEnd()
      outbox.add({
        key,
        conversationId: id,
        command: 'message.send',
        input: { conversationId: id, clientId: key, content, replyToId: replyTo?.id, ...options },
        // The message carries its options under their names.
        shown: { content, ...options },
        replyTo: replyTo && { id: replyTo.id, position: replyTo.position },
        createdAt: core.serverNow(),
        state: 'waiting',
      })
      core.batch.flush()
      return key
    },
    retry: (key) => {
      const entry = outbox.get(key)
      if (!entry || !isSend(entry) || entry.state !== 'failed') return
      const { error, ...rest } = entry
      // The id belongs to other content: only a new one can be taken. Every other refusal left no trace, so the id stays.
      const fresh = error?.code === 'idempotency_conflict' ? core.uuids.next() : key
      if (fresh !== key) outbox.remove(key)
      outbox.add({ ...rest, key: fresh, input: { ...rest.input, clientId: fresh }, state: 'waiting' })
      core.batch.flush()
    },
    discard: (key) => {
      const entry = outbox.get(key)
      if (!entry || entry.state === 'sent' || (entry.state === 'waiting' && core.drainer.tried(key))) return
      outbox.remove(key)
      core.batch.flush()
    },
    loadOlder: pages.older,
    loadNewer: pages.newer,
    jumpTo: pages.jump,
    jumpToNewest: toEnd,
  }
  return { messages, invalidate: store.invalidate, watched: store.watched, ensure, view: pages.view }
}
