import { useReminders } from '@palaver/react'
import { useEffect, useRef } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { texts } from '../../text/texts.ts'

const shownMs = 20_000

/** Tells of reminders whose time comes while the page is open, and leads to them. Returns how many are due. */
export const useDueNotices = (onShow: () => void): number => {
  const { items } = useReminders()
  const notify = useNotify()
  const waiting = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const due = items.filter((item) => item.due && waiting.current.has(item.messageId))
    waiting.current = new Set(items.filter((item) => !item.due).map(({ messageId }) => messageId))
    if (due.length > 0) notify(texts.reminders.due(due.length), { label: texts.reminders.show, onChoose: onShow, shownMs })
  }, [items, notify, onShow])
  return items.filter(({ due }) => due).length
}
