import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { TimelineRow } from './timeline-rows.ts'

interface KeptFocusOptions {
  readonly rows: readonly TimelineRow[]
  /** Of the row that had the focus last. */
  readonly focusKey: string | undefined
  readonly scroller: RefObject<HTMLElement | null>
}

/** When the message that has the focus goes, the one that takes its place gets it. */
export const useKeptFocus = ({ rows, focusKey, scroller }: KeptFocusOptions): void => {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const was = before.current
    before.current = rows
    const index = was.findIndex(({ key }) => key === focusKey)
    if (index < 0 || document.activeElement !== document.body || rows.some(({ key }) => key === focusKey)) return
    const keys = new Set(rows.map(({ key }) => key))
    const stays = ({ kind, key }: TimelineRow) => kind === 'message' && keys.has(key)
    const next = was.slice(index).find(stays) ?? was.slice(0, index).findLast(stays)
    if (next) scroller.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus({ preventScroll: true })
  }, [rows, focusKey, scroller])
}
