import type { TimelineMessage } from '@palaver/client'
import { type MessagesResult, useEdits } from '@palaver/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { texts } from '../../text/texts.ts'
import { formatDay } from '../../text/dates.ts'
import { useDeleteMessage } from '../deletions/use-delete-message.ts'
import { JumpToNewest } from './jump-to-newest.tsx'
import { useMessageDialog } from './message-dialog.ts'
import { MessageRow } from './message-row.tsx'
import { NoteLine } from './note-line.tsx'
import type { RowActions } from './row-actions.ts'
import type { TimelineRow } from './timeline-rows.ts'
import { useGoTo } from './use-go-to.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useMessageAnnouncements } from './use-message-announcements.ts'
import { useTimelineScroll } from './use-timeline-scroll.ts'

interface TimelineListProps {
  readonly conversationId: string
  readonly messages: MessagesResult
  readonly rows: readonly TimelineRow[]
  readonly direct: boolean
  /** The position of a message to show, and what runs when it is about to be shown. */
  readonly goTo: number | undefined
  readonly onThere: () => void
  readonly onReply: (message: TimelineMessage) => void
  readonly onEdit: (message: TimelineMessage) => void
  readonly onLeave: () => void
}

const estimates = { day: 44, unread: 36, note: 28, message: 44 } as const
const nearEnd = 80

const buttonOf = (row: Element | null, which = '') => row?.querySelector<HTMLElement>(`.msg-actions button${which}`)

/** The virtual list. It hangs at its end: history before it and growing messages move nothing that is being read. */
export const TimelineList = ({ conversationId, messages, rows, direct, goTo, onThere, onReply, onEdit, onLeave }: TimelineListProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimates[rows[index]?.kind ?? 'message'],
    getItemKey: keyOf,
    overscan: 6,
    paddingStart: 16,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
  })
  const scroll = useTimelineScroll({ virtualizer, rows, messages, nearEnd })
  useMessageAnnouncements(messages)
  const { canEdit } = useEdits(conversationId)
  const deleteMessage = useDeleteMessage(conversationId)
  const dialog = useMessageDialog(messages.items)
  const [focusKey, setFocusKey] = useState<string>()
  const focusable = useMemo(() => (rows.some(({ key }) => key === focusKey) ? focusKey : rows.findLast(({ kind }) => kind === 'message')?.key), [rows, focusKey])
  useKeptFocus({ rows, focusKey, scroller })
  const { jump, flashKey } = scroll
  useGoTo({ goTo, onThere, jump, flashKey, scroller })
  const { open } = dialog
  // The menu that had the focus goes with what it was for.
  const remove = useCallback((message: TimelineMessage) => {
    deleteMessage(message)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-key="${message.key}"]`)?.focus({ preventScroll: true }))
  }, [deleteMessage])
  const actions = useMemo<RowActions>(
    () => ({ reply: onReply, edit: onEdit, remove, open, jump, retry: messages.retry, discard: messages.discard }),
    [onReply, onEdit, remove, open, jump, messages.retry, messages.discard],
  )

  const focusRow = (index: number) => {
    const row = rows[index]
    if (!row) return
    setFocusKey(row.key)
    const focusElement = (): boolean => {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-key="${row.key}"]`)
      element?.focus({ preventScroll: true })
      element?.scrollIntoView({ block: 'nearest' })
      return element !== null && element !== undefined
    }
    if (focusElement()) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(focusElement)
  }
  const walk = (from: number, step: 1 | -1) => {
    let index = from + step
    while (rows[index] && rows[index]?.kind !== 'message') index += step
    if (rows[index]) focusRow(index)
    else if (step === 1) onLeave()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null
    const index = rows.findIndex(({ key }) => key === element?.dataset['key'])
    const row = rows[index]
    if (row?.kind !== 'message' || event.ctrlKey || event.metaKey || event.altKey) return
    const run: Readonly<Record<string, () => void>> = {
      ArrowUp: () => walk(index, -1),
      ArrowDown: () => walk(index, 1),
      End: () => walk(rows.length, -1),
      e: () => !row.message.restricted && canEdit(row.message) && onEdit(row.message),
      r: () => row.message.id !== undefined && row.message.content.kind !== 'deleted' && onReply(row.message),
      Escape: onLeave,
      ArrowRight: () => buttonOf(element)?.focus(),
    }
    const shortcut = event.target === element ? buttonOf(element, `[aria-keyshortcuts="${CSS.escape(event.key)}"]`) : null
    const action = shortcut ? () => shortcut.click() : run[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  return (
    <section className="timeline" aria-label={texts.messages.label}>
      {messages.loadingOlder && <p className="timeline-older">{texts.messages.loadingOlder}</p>}
      <div ref={scroller} className="timeline-scroll scroll" onScroll={scroll.onScroll} onKeyDown={onKeyDown}>
        <div className="timeline-sizer" style={{ height: virtualizer.getTotalSize() }} aria-busy={messages.loadingOlder}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <div key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="timeline-row"
                  style={{ transform: `translateY(${item.start}px)` }} onFocus={() => row.kind === 'message' && setFocusKey(row.key)}>
                  {row.kind === 'day' && <h3 className="day"><span>{formatDay(row.at)}</span></h3>}
                  {row.kind === 'unread' && <p className="unread-line"><span>{texts.messages.unread}</span></p>}
                  {row.kind === 'note' && <NoteLine note={row.note} message={row.message} first={row.first} last={row.last} />}
                  {row.kind === 'message' && (
                    <MessageRow conversationId={conversationId} message={row.message} direct={direct} first={row.first} last={row.last}
                      flash={row.key === flashKey} focusable={row.key === focusable} actions={actions} />
                  )}
                </div>
              )
            )
          })}
        </div>
      </div>
      {dialog.shown && <dialog.shown.Dialog conversationId={conversationId} actions={actions} message={dialog.shown.message} onClose={dialog.shown.onClose} />}
      {!scroll.atEnd && <JumpToNewest count={scroll.newCount} onJump={scroll.toNewest} />}
    </section>
  )
}
