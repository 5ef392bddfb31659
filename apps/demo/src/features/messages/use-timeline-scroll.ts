import type { MessagesResult } from '@palaver/react'
import type { Virtualizer } from '@tanstack/react-virtual'
import { type UIEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { TimelineRow } from './timeline-rows.ts'

interface TimelineScrollOptions {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  readonly rows: readonly TimelineRow[]
  readonly messages: MessagesResult
  /** This close to the end, in pixels, counts as being there. */
  readonly nearEnd: number
}

/** Messages are asked for when the end of what is held is this near; older ones earlier for who scrolls fast, so much time ahead: rows that come when they should be seen already are all drawn in one frame. */
const pageAhead = 1200
const mostAhead = 3600
const msAhead = 250
const flashMs = 1800

/** Where the timeline stands: opens at the unread line or the end, loads pages ahead, jumps, and counts what came below. */
export const useTimelineScroll = ({ virtualizer, rows, messages, nearEnd }: TimelineScrollOptions) => {
  const [atEnd, setAtEnd] = useState(true)
  const [flashKey, setFlashKey] = useState<string>()
  const wanted = useRef<number>(undefined)
  const placed = useRef(false)
  const before = useRef({ top: 0, at: 0 })
  const latest = useRef({ rows, messages })
  latest.current = { rows, messages }
  const newest = messages.items.at(-1)
  const [seen, setSeen] = useState(newest?.position ?? 0)
  const newestPosition = messages.items.findLast(({ position }) => position !== undefined)?.position ?? 0
  const shownToEnd = atEnd && !messages.hasNewer
  if (shownToEnd && newestPosition > seen) setSeen(newestPosition)

  useLayoutEffect(
    () => () => {
      placed.current = false
    },
    [],
  )
  useLayoutEffect(() => {
    if (placed.current || rows.length === 0) return
    placed.current = true
    const unread = rows.findIndex(({ kind }) => kind === 'unread')
    if (unread >= 0) virtualizer.scrollToIndex(unread, { align: 'start' })
    else virtualizer.scrollToEnd()
  }, [rows, virtualizer])

  // The composer grows, a keyboard opens, a pane appears: what stood at the end stays there.
  useEffect(() => {
    const element = virtualizer.scrollElement
    if (!element) return
    let height = element.clientHeight
    const observer = new ResizeObserver(() => {
      const stoodAtEnd = element.scrollHeight - element.scrollTop - height < nearEnd
      height = element.clientHeight
      if (stoodAtEnd) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [virtualizer, nearEnd])

  const show = useCallback(
    (position: number): boolean => {
      const index = latest.current.rows.findIndex((row) => row.kind === 'message' && row.message.position === position)
      const row = latest.current.rows[index]
      if (!row) return false
      virtualizer.scrollToIndex(index, { align: 'center' })
      setFlashKey(row.key)
      return true
    },
    [virtualizer],
  )
  useEffect(() => {
    if (wanted.current !== undefined && show(wanted.current)) wanted.current = undefined
  }, [rows, show])
  useEffect(() => {
    if (flashKey === undefined) return
    const timer = setTimeout(() => setFlashKey(undefined), flashMs)
    return () => clearTimeout(timer)
  }, [flashKey])

  const jump = useCallback(
    (position: number) => {
      if (show(position)) return
      wanted.current = position
      void latest.current.messages.jumpTo(position)
    },
    [show],
  )
  const toNewest = useCallback(async () => {
    if (latest.current.messages.hasNewer) await latest.current.messages.jumpToNewest()
    requestAnimationFrame(() => virtualizer.scrollToEnd())
  }, [virtualizer])

  const sentKey = newest?.mine && newest.status === 'pending' ? newest.key : undefined
  useEffect(() => {
    if (sentKey !== undefined) virtualizer.scrollToEnd()
  }, [sentKey, virtualizer])

  // A page that does not fill the screen causes no scrolling that would ask for the next one.
  useEffect(() => {
    const element = virtualizer.scrollElement
    const { hasOlder, loadingOlder, loadOlder } = latest.current.messages
    if (element && element.scrollTop < pageAhead && hasOlder && !loadingOlder) void loadOlder()
  }, [rows, virtualizer])

  const onScroll = (event: UIEvent) => {
    const element = virtualizer.scrollElement
    if (!element) return
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    setAtEnd(left < nearEnd)
    const { top, at } = before.current
    before.current = { top: element.scrollTop, at: event.timeStamp }
    const upwards = (top - element.scrollTop) / Math.max(1, event.timeStamp - at)
    const near = Math.min(mostAhead, Math.max(pageAhead, msAhead * upwards))
    if (element.scrollTop < near && messages.hasOlder && !messages.loadingOlder && placed.current) void messages.loadOlder()
    if (left < pageAhead && messages.hasNewer && !messages.loadingNewer) void messages.loadNewer()
  }
  const { items } = messages
  // Not for each step of a scroll: it looks at all that is held.
  const newCount = useMemo(
    () => (shownToEnd ? 0 : items.filter((message) => !message.mine && message.content.kind !== 'system' && (message.position ?? 0) > seen).length),
    [items, seen, shownToEnd],
  )
  return { atEnd: shownToEnd, newCount, flashKey, jump, toNewest: () => void toNewest(), onScroll }
}
