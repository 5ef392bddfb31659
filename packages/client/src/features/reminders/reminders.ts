import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised, messageStore } from '../../core.ts'
import type { Store } from '../../store.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** A reminder of a message. */
export interface MessageReminder {
  readonly messageId: string
  readonly conversationId: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Its time came; it stays until it is cancelled or set anew. */
  readonly due: boolean
}

/** Reminders of messages, the earliest first; without those of messages that the person deleted for themselves, and of conversations that they are not in any more. */
export interface Reminders extends Store<readonly MessageReminder[]> {
  /** Reminds at a time, in place of an earlier reminder of the message: also to snooze. Rejects with the server's error. */
  set(message: { readonly conversationId: string; readonly messageId: string; readonly at: number }): Promise<void>
  /** Takes a reminder away. Rejects with the server's error. */
  cancel(messageId: string): Promise<void>
}

const createReminders = (core: ClientCore): Reminders => {
  const rows = privateRows(core)
  const store = messageStore<readonly MessageReminder[]>(core, (_previous, isShown) =>
    Object.freeze(
      [...rows.of('reminder')]
        .filter(([messageId, { conversationId }]) => isShown(messageId) && !core.cache.get(conversationId).gone)
        .map(([messageId, { conversationId, at, state }]) => ({ messageId, conversationId, at, due: state === 'due' }))
        .sort((a, b) => a.at - b.at),
    ),
  )
  rows.onChange((kinds) => {
    if (kinds.has('reminder')) store.invalidate()
  })
  core.cache.onChange((next, previous) => {
    if (next.gone !== previous.gone) store.invalidate()
  })
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    set: async ({ conversationId, messageId, at }) => void (await rows.run('reminder.set', { conversationId, messageId, at, clientId: core.uuids.next() })),
    cancel: async (messageId) => void (await rows.run('reminder.cancel', { messageId, clientId: core.uuids.next() })),
  }
}

/** The reminders of a client; the same object each time. */
export const reminders: (chat: ChatClient) => Reminders = /* @__PURE__ */ memoised(createReminders)
