import type { TimelineMessage } from '@palaver/client'
import { useChat } from '@palaver/react'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { Menu } from '../../controls/menu.tsx'
import { formatFull, formatTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { messageExtensions } from '../message-extensions.ts'
import { Slots } from './message-slots.tsx'
import type { RowActions } from './row-actions.ts'

interface MessageActionBarProps {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly text: string
  readonly actions: RowActions
}

/** Shown while the pointer or the focus is on the message: its time, and what can be done with it. */
export const MessageActionBar = ({ conversationId, message, text, actions }: MessageActionBarProps) => {
  const chat = useChat()
  const [copied, setCopied] = useState(false)
  const slot = { conversationId, message, actions }
  const items = message.id === undefined ? [] : messageExtensions.flatMap(({ menuItems }) => menuItems?.({ ...slot, chat }) ?? [])
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
      {message.id !== undefined && <Slots at="Button" {...slot} />}
      <IconButton tabIndex={-1} icon={copied ? 'check' : 'copy'} size={18} label={copied ? texts.messages.copied : texts.messages.copy} onClick={() => void copy()} />
      {items.length > 0 && <Menu label={texts.messages.more} items={items} tabIndex={-1} />}
    </span>
  )
}
