import { isPreview, messageAt, unreadOf } from '@palaver/core'
import type { Message } from '@palaver/protocol'
import type { Cache } from '../../state/cache.ts'
import { keep } from '../../store.ts'
import { type ConversationState, isLoaded, type LoadedConversation, othersLine, ownMark } from '../../state/conversation-state.ts'
import { itemOfRow } from '../messages/timeline-items.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'
import type { ConversationItem } from './conversation-item.ts'

/** Makes list items, the same ones again as long as nothing in them changed. */
export const createConversationItems = (me: string, cache: Cache, hidden: ReadonlySet<string>): ConversationItems => {
  const made = new WeakMap<ConversationState, ConversationItem>()
  const latest = new Map<string, ConversationItem>()

  const lastOf = (state: ConversationState, message: Message, previous: TimelineMessage | undefined): TimelineMessage => {
    return keep(previous, { ...itemOfRow(message, me, othersLine(state, me)) })
  }
  /** The latest that is not hidden, as far as it is held without a gap. */
  const latestShown = ({ head, rows }: LoadedConversation): Message | undefined => {
    let message = head.lastMessage
    while (message && (hidden.has(message.id) || !isPreview(message))) message = messageAt(rows, message.position - 1)
    return message
  }
  // Something beside the state changed.
  cache.onChange((next, before) => {
    if (next === before) made.delete(next)
  })
  /** Undefined while it cannot be shown. */
  return (id: string): ConversationItem | undefined => {
    const state = cache.get(id)
    if (!isLoaded(state)) return undefined
    const known = made.get(state)
    if (known) return known
    const previous = latest.get(id)
    const { conversation, head, membership } = state
    const last = latestShown(state)
    const counterpartId = conversation.directUserIds?.find((userId) => userId !== me)
    const item = keep(previous, {
      id,
      conversation,
      head,
      membership,
      unread: unreadOf(state.rows, me, { base: state.unread, read: ownMark(state, me).read, last: head.position }),
      lastMessage: last && lastOf(state, last, previous?.lastMessage),
      counterpartId,
    })
    made.set(state, item)
    latest.set(id, item)
    return item
  }
}

/** Makes the list items of one client. */
export type ConversationItems = (id: string) => ConversationItem | undefined
