import { addReaction, removeReaction } from '@palaver/core'
import type { CommandOutput } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import { memoised, previewAs, queueChange } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'

/** Which reactions to a message. */
export interface ReactionsPage {
  /** Of this emoji; of each in turn when left out. */
  readonly emoji?: string
  /** `nextCursor` of the page before. */
  readonly cursor?: string
}

/** Reactions in one conversation. What is changed shows at once and survives a reload; refused for good it is undone, and `dropped` tells. */
export interface Reactions {
  /** Reacts with an emoji; once more changes nothing. */
  add(messageId: string, emoji: string): void
  /** Takes the caller's own reaction back. */
  remove(messageId: string, emoji: string): void
  /** Adds or removes; the server is asked first where the message does not say whether the caller is among many. */
  toggle(message: TimelineMessage, emoji: string): void
  /** Did the caller react? Undefined when more did than the message names, and it is not known. */
  isMine(message: TimelineMessage, emoji: string): boolean | undefined
  /** Who did, in pages, and `mine`: with what the caller did. Rejects with the server's error. */
  list(messageId: string, page?: ReactionsPage): Promise<CommandOutput<'reaction.list'>>
}

/** Reactions in a conversation; the same object each time. */
export const reactions: (conversation: ConversationHandle) => Reactions = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  /** What the caller did or was told, by message and emoji: for those who are not named. */
  const known = new Map<string, boolean>()
  const summaryOf = (item: TimelineMessage, emoji: string) => item.reactions?.find((each) => each.emoji === emoji)
  const isMine = (item: TimelineMessage, emoji: string): boolean | undefined => {
    const summary = summaryOf(item, emoji)
    if (!summary || summary.userIds.includes(core.me)) return summary !== undefined
    return summary.count > summary.userIds.length ? known.get(`${item.id} ${emoji}`) : false
  }
  previewAs(core, 'reaction.add', (item, { input: { emoji } }) =>
    summaryOf(item, emoji)?.userIds.includes(core.me) ? item : Object.freeze({ ...item, reactions: addReaction(item.reactions ?? [], emoji, core.me) }),
  )
  previewAs(core, 'reaction.remove', (item, { input: { emoji } }) => {
    const summary = summaryOf(item, emoji)
    if (!summary || (summary.count === summary.userIds.length && !summary.userIds.includes(core.me))) return item
    const { reactions: before = [], ...rest } = item
    const left = removeReaction(before, emoji, { userId: core.me })
    return Object.freeze(left.length > 0 ? { ...rest, reactions: left } : rest)
  })

  const set = (messageId: string, emoji: string, present: boolean) => {
    known.set(`${messageId} ${emoji}`, present)
    queueChange(core, present ? 'reaction.add' : 'reaction.remove', { conversationId, messageId, emoji })
  }
  const list: Reactions['list'] = async (messageId, { emoji, cursor } = {}) => {
    const page = await core.run('reaction.list', { conversationId, messageId, emoji, cursor })
    core.events.emit('people', page.people)
    return page
  }
  return {
    add: (messageId, emoji) => set(messageId, emoji, true),
    remove: (messageId, emoji) => set(messageId, emoji, false),
    isMine,
    list,
    toggle: (message, emoji) => {
      const { id } = message
      if (id === undefined) return
      const mine = isMine(message, emoji)
      if (mine !== undefined) return set(id, emoji, !mine)
      list(id, { emoji }).then(
        (page) => set(id, emoji, !page.mine.includes(emoji)),
        (cause: unknown) => core.report(asPalaverError(cause, 'react to the message')),
      )
    },
  }
})
