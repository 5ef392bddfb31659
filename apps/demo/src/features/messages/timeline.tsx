import type { TimelineMessage } from '@palaver/client'
import { useMessages } from '@palaver/react'
import { useMemo } from 'react'
import { Button } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { TimelineList } from './timeline-list.tsx'
import { buildRows } from './timeline-rows.ts'
import { useUnreadLine } from './use-unread-line.ts'
import './messages.css'

interface TimelineProps {
  readonly conversationId: string
  readonly direct: boolean
  /** The position of a message to show, and what runs when it is about to be shown. */
  readonly goTo: number | undefined
  readonly onThere: () => void
  readonly onReply: (message: TimelineMessage) => void
  readonly onEdit: (message: TimelineMessage) => void
  /** The keyboard leaves the messages. */
  readonly onLeave: () => void
}

const Skeletons = () => (
  <div className="timeline timeline-loading" aria-label={texts.common.loading} aria-busy="true">
    {[46, 62, 30, 54, 38, 58].map((width) => (
      <span key={width} className="skeleton skeleton-bubble" style={{ width: `${width}%` }} />
    ))}
  </div>
)

/** The messages of a conversation, or what stands in their place. */
export const Timeline = ({ conversationId, direct, goTo, onThere, onReply, onEdit, onLeave }: TimelineProps) => {
  const messages = useMessages(conversationId)
  const unreadAfter = useUnreadLine(conversationId)
  const rows = useMemo(() => buildRows(messages.items, unreadAfter), [messages.items, unreadAfter])
  if (messages.items.length > 0) {
    return <TimelineList conversationId={conversationId} messages={messages} rows={rows} direct={direct} goTo={goTo} onThere={onThere} onReply={onReply} onEdit={onEdit} onLeave={onLeave} />
  }
  if (messages.status === 'loading') return <Skeletons />
  return (
    <section className="timeline timeline-empty" aria-label={texts.messages.label}>
      {messages.status === 'error' ? (
        <EmptyState icon="info" title={texts.messages.loadFailed} hint={describeError(messages.error)}>
          <Button onClick={() => void messages.jumpToNewest()}>{texts.common.retry}</Button>
        </EmptyState>
      ) : (
        <EmptyState icon="bubble" title={texts.messages.emptyTitle} hint={texts.messages.emptyHint} />
      )}
    </section>
  )
}
