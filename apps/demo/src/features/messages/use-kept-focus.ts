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
    const index = before.current.findIndex(({ key }) => key === focusKey)
    before.current = rows
    if (index < 0 || document.activeElement !== document.body || rows.some(({ key }) => key === focusKey)) return
    const isMessage = ({ kind }: TimelineRow) => kind === 'message'
    const next = rows.slice(index).find(isMessage) ?? rows.slice(0, index).findLast(isMessage)
    if (next) scroller.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus({ preventScroll: true })
  }, [rows, focusKey, scroller])
}
