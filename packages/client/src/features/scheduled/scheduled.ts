import type { ErrorCode, Scheduled } from '@palaver/protocol'
import { memoised } from '../../core.ts'
import { computedStore, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { ContentDraft, MessageDraft } from '../messages/messages.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** A message that is sent at its time. */
export interface ScheduledMessage extends Omit<Scheduled, 'conversationId' | 'failure'> {
  readonly id: string
  /** Why it was refused at its time: `state` is `failed`, until it gets a new time, is sent now or cancelled. */
  readonly failure?: ErrorCode | undefined
}

/** What a scheduled message is to be from now on; what is left out stays. */
export interface ScheduledChange {
  /** Epoch milliseconds: one minute to 366 days ahead. */
  readonly at?: number | undefined
  readonly text?: string | undefined
  /** Data of the application's own, in place of that before; `customData` writes it. */
  readonly custom?: Scheduled['custom'] | undefined
}

/** What the person scheduled in one conversation, the earliest first, on whichever device; nobody else sees it. */
export interface ScheduledMessages extends Store<readonly ScheduledMessage[]> {
  /** Schedules a message for a time, epoch milliseconds: one minute to 366 days ahead. Returns its id. Rejects with the server's error, also when offline. */
  add(draft: (MessageDraft | ContentDraft) & { readonly at: number }): Promise<string>
  /** Rejects with the server's error: `forbidden` when it is being sent. */
  update(id: string, change: ScheduledChange): Promise<void>
  /** Takes it away. Rejects with the server's error: `forbidden` when it is being sent, `not_found` when it was sent. */
  cancel(id: string): Promise<void>
  /** Sends it now, also one that failed. Rejects with the server's error. */
  sendNow(id: string): Promise<void>
}

/** The scheduled messages of a conversation; the same object each time. */
export const scheduled: (conversation: ConversationHandle) => ScheduledMessages = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  const rows = privateRows(core)
  const store = computedStore<readonly ScheduledMessage[]>(core.batch, () =>
    Object.freeze(
      [...rows.of('scheduled')]
        .flatMap(([id, { conversationId: of, ...rest }]) => (of === conversationId ? [{ ...rest, id }] : []))
        .sort((a, b) => a.at - b.at),
    ),
  )
  rows.onChange((kinds) => {
    if (kinds.has('scheduled')) store.invalidate()
  })
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    add: async ({ replyTo, at, ...draft }) => {
      const clientId = core.uuids.next()
      const { content, ...options } = 'text' in draft ? textDraft(draft) : draft
      await rows.run('message.schedule', { conversationId, clientId, at, content, replyToId: replyTo?.id, ...options })
      return clientId
    },
    update: async (scheduledId, { text, ...change }) =>
      void (await rows.run('scheduled.update', { scheduledId, content: text === undefined ? undefined : { kind: 'text', text }, ...change, clientId: core.uuids.next() })),
    cancel: async (scheduledId) => void (await rows.run('scheduled.cancel', { scheduledId })),
    sendNow: async (scheduledId) => void (await rows.run('scheduled.sendNow', { scheduledId })),
  }
})

const textDraft = ({ text, ...options }: Omit<MessageDraft, 'replyTo'>) => ({ content: { kind: 'text', text } as const, ...options })
