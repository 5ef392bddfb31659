import { attachCore, type ClientCore } from '../../core.ts'
import { computedStore, keep } from '../../store.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { createMessages } from '../messages/create-messages.ts'
import type { ConversationHandle, ConversationInfo } from './conversation-handle.ts'

/** A handle and what its owner tells it. */
export interface OwnedConversation {
  readonly handle: ConversationHandle
  readonly onState: () => void
  readonly onOutbox: () => void
  /** The server can be asked, perhaps again. */
  readonly onReachable: () => void
}

/** Makes the handle of one conversation. */
export const createHandle = (core: ClientCore, id: string): OwnedConversation => {
  const messages = createMessages(core, id)
  let shown = 0
  let focused = true

  const compute = (previous: ConversationInfo | undefined): ConversationInfo => {
    const item = core.itemOf(id)
    const error = item ? undefined : core.sync.error(id)
    return keep(previous, {
      status: item ? 'ready' : core.cache.get(id).gone ? 'gone' : error ? 'error' : 'loading',
      item,
      error,
    })
  }
  const info = computedStore<ConversationInfo>(core.batch, compute, { onWatched: () => core.sync.need(id) })

  /** What is shown, focused and at the end, is read. */
  const noteRead = () => {
    if (shown === 0 || !focused) return
    const { run, hasNewer } = messages.view()
    if (run && !hasNewer) core.markRead(id, run.last)
  }
  const ensure = () => {
    if (messages.watched() || shown > 0) messages.ensure()
  }
  let known = false
  let epoch = core.cache.get(id).epoch

  const handle: ConversationHandle = {
    id,
    info: { subscribe: info.subscribe, getSnapshot: info.getSnapshot },
    messages: messages.messages,
    open: () => {
      const hide = core.sync.show(id)
      let open = true
      shown += 1
      ensure()
      noteRead()
      return () => {
        // StrictMode and careless callers end twice.
        if (!open) return
        open = false
        shown -= 1
        hide()
      }
    },
    setFocused: (next) => {
      focused = next
      noteRead()
    },
  }
  attachCore(handle, core)
  return {
    handle,
    onState: () => {
      info.invalidate()
      messages.invalidate()
      const state = core.cache.get(id)
      if (isLoaded(state) && (!known || state.epoch !== epoch)) {
        known = true
        epoch = state.epoch
        ensure()
      }
      noteRead()
    },
    onOutbox: messages.invalidate,
    onReachable: ensure,
  }
}
