import type { SystemNote, TimelineMessage } from '@palaver/client'
import { startOfDay } from '../../text/dates.ts'

/** What the timeline shows in one line of its list. */
export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'note'; readonly key: string; readonly message: TimelineMessage; readonly note: SystemNote; readonly first: boolean; readonly last: boolean }
  | { readonly kind: 'message'; readonly key: string; readonly message: TimelineMessage; readonly first: boolean; readonly last: boolean }

const groupMs = 5 * 60_000

const isNote = (message: TimelineMessage | undefined): boolean => message?.content.kind === 'system'

const sameGroup = (a: TimelineMessage | undefined, b: TimelineMessage | undefined): boolean =>
  !!a && !!b && !isNote(a) && !isNote(b) && a.senderId === b.senderId && b.createdAt - a.createdAt < groupMs && startOfDay(a.createdAt) === startOfDay(b.createdAt)

/**
 * Messages with day separators, grouped by sender within five minutes, and between them what happened. `unreadAfter`: the position after which the unread
 * divider stands, before the first message of somebody else.
 */
export const buildRows = (items: readonly TimelineMessage[], unreadAfter: number | undefined): readonly TimelineRow[] => {
  const firstUnread =
    unreadAfter === undefined
      ? undefined
      : items.find((message) => !message.mine && !isNote(message) && message.position !== undefined && message.position > unreadAfter)
  const rows: TimelineRow[] = []
  items.forEach((message, index) => {
    const before = items[index - 1]
    const after = items[index + 1]
    const newDay = !before || startOfDay(before.createdAt) !== startOfDay(message.createdAt)
    if (newDay) {
      rows.push({ kind: 'day', key: `day-${startOfDay(message.createdAt)}`, at: message.createdAt })
    }
    if (message.content.kind === 'system') {
      rows.push({ kind: 'note', key: message.key, message, note: message.content.note, first: newDay || !isNote(before), last: !isNote(after) })
      return
    }
    if (message === firstUnread) rows.push({ kind: 'unread', key: 'unread' })
    rows.push({
      kind: 'message',
      key: message.key,
      message,
      first: message === firstUnread || !sameGroup(before, message),
      last: after === firstUnread || !sameGroup(message, after),
    })
  })
  return rows
}
