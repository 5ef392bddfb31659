import type { TimelineMessage } from '@palaver/client'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { formatFull, formatTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { RowActions } from './row-actions.ts'

interface MessageActionBarProps {
  readonly message: TimelineMessage
  readonly text: string
  readonly actions: RowActions
}

/** Shown while the pointer or the focus is on the message: its time, and what can be done with it. */
export const MessageActionBar = ({ message, text, actions }: MessageActionBarProps) => {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <span className="msg-actions" role="group" aria-label={texts.messages.actions} onMouseLeave={() => setCopied(false)}>
      <time className="msg-time" dateTime={new Date(message.createdAt).toISOString()} title={formatFull(message.createdAt)}>
        {formatTime(message.createdAt)}
      </time>
      {message.id !== undefined && (
        <IconButton tabIndex={-1} icon="reply" size={18} label={texts.messages.reply} onClick={() => actions.reply(message)} />
      )}
      <IconButton tabIndex={-1} icon={copied ? 'check' : 'copy'} size={18} label={copied ? texts.messages.copied : texts.messages.copy} onClick={() => void copy()} />
    </span>
  )
}
