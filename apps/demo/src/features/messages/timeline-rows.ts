import type { SystemNote, TimelineMessage } from '@palaver/client'
import { createDays } from '../../text/dates.ts'

/** What the timeline shows in one line of its list. */
export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'note'; readonly key: string; readonly message: TimelineMessage; readonly note: SystemNote; readonly first: boolean; readonly last: boolean }
  | { readonly kind: 'message'; readonly key: string; readonly message: TimelineMessage; readonly first: boolean; readonly last: boolean }

const groupMs = 5 * 60_000

const isNote = (message: TimelineMessage | undefined): boolean => message?.content.kind === 'system'

/**
 * Messages with day separators, grouped by sender within five minutes, and between them what happened. `unreadAfter`: the position after which the unread
 * divider stands, before the first message of somebody else.
 */
export const buildRows = (items: readonly TimelineMessage[], unreadAfter: number | undefined): readonly TimelineRow[] => {
  const dayOf = createDays()
  const firstUnread =
    unreadAfter === undefined
      ? undefined
      : items.find((message) => !message.mine && !isNote(message) && message.position !== undefined && message.position > unreadAfter)
  /** Whether a message goes on where the one before it ended. */
  const goesOn = (before: TimelineMessage, message: TimelineMessage): boolean =>
    message !== firstUnread && before.senderId === message.senderId && !isNote(before) && !isNote(message) &&
    message.createdAt - before.createdAt < groupMs && dayOf(before.createdAt) === dayOf(message.createdAt)
  const rows: TimelineRow[] = []
  let dayBefore: number | undefined
  let first = true
  items.forEach((message, index) => {
    const before = items[index - 1]
    const after = items[index + 1]
    const day = dayOf(message.createdAt)
    const newDay = day !== dayBefore
    if (newDay) rows.push({ kind: 'day', key: `day-${day}`, at: message.createdAt })
    const last = !after || !goesOn(message, after)
    if (message.content.kind === 'system') {
      rows.push({ kind: 'note', key: message.key, message, note: message.content.note, first: newDay || !isNote(before), last: !isNote(after) })
    } else {
      if (message === firstUnread) rows.push({ kind: 'unread', key: 'unread' })
      rows.push({ kind: 'message', key: message.key, message, first, last })
    }
    dayBefore = day
    first = last
  })
  return rows
}
