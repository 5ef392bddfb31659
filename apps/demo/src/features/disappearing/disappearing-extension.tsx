import { useState } from 'react'
import { Icon } from '../../controls/icon.tsx'
import { formatAhead } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import './disappearing.css'

const ExpiryMark = ({ message: { expiresAt, content } }: MessageSlot) => {
  // As it was when the pointer came: nothing ticks in a timeline.
  const [now, setNow] = useState(Date.now)
  if (expiresAt === undefined || content.kind === 'deleted') return null
  const text = texts.disappearing.mark(formatAhead(expiresAt, now))
  return (
    <span className="expiry-mark" role="img" aria-label={text} title={text} onPointerEnter={() => setNow(Date.now())}>
      <Icon name="hourglass" size={14} />
    </span>
  )
}

/** Messages that go at a time: a mark that says when. */
export const disappearingExtension: MessageExtension = { Meta: ExpiryMark }
