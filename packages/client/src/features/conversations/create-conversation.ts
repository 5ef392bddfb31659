import { can } from '@palaver/core'
import { attachCore, type ClientCore } from '../../core.ts'
import { computedStore, keep } from '../../store.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { withRows } from '../../state/merge.ts'
import { createMarks } from '../marks/create-marks.ts'
import { createMembers } from '../members/create-members.ts'
import { createMessages } from '../messages/create-messages.ts'
import type { ConversationHandle, ConversationInfo } from './conversation-handle.ts'
import type { ConversationItems } from './create-item.ts'

/** A handle and what its owner tells it. */
export interface OwnedConversation {
  readonly handle: ConversationHandle
  readonly onState: () => void
  readonly onOutbox: () => void
  /** The server can be asked, perhaps again. */
  readonly onReachable: () => void
}

/** Makes the handle of one conversation. */
export const createConversation = (core: ClientCore, id: string, itemOf: ConversationItems): OwnedConversation => {
  const messages = createMessages(core, id)
  const members = createMembers(core, id)
  const marks = createMarks(core, id)
  let shown = 0
  let focused = true

  const compute = (previous: ConversationInfo | undefined): ConversationInfo => {
    const item = itemOf(id)
    const error = item ? undefined : core.sync.error(id)
    const known = previous?.item?.membership === item?.membership && previous?.item?.conversation === item?.conversation
    return keep(previous, {
      status: item ? 'ready' : core.cache.get(id).gone ? 'gone' : error ? 'error' : 'loading',
      ...(item ? { item } : {}),
      can: previous && known
        ? previous.can
        : (permission) => item !== undefined && can(permission, { appRole: 'user', memberRole: item.membership.role, conversationType: item.conversation.type }),
      ...(error ? { error } : {}),
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
    if (members.watched()) members.ensure()
  }
  let known = false
  let epoch = core.cache.get(id).epoch

  const handle: ConversationHandle = {
    id,
    info: { subscribe: info.subscribe, getSnapshot: info.getSnapshot },
    messages: messages.messages,
    members: members.members,
    marks: marks.marks,
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
    update: async (change) => {
      const { conversation } = await core.run('conversation.update', { conversationId: id, ...change })
      core.cache.update(id, (state) => (isLoaded(state) ? withRows(state, { conversation }, state.revision) : state))
    },
  }
  attachCore(handle, core)
  return {
    handle,
    onState: () => {
      info.invalidate()
      messages.invalidate()
      members.invalidate()
      marks.invalidate()
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
