import { useChat } from '@palaver/react'
import type { KeyboardEvent } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { IconButton } from '../../controls/button.tsx'
import { Menu } from '../../controls/menu.tsx'
import { formatFull, formatTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageSlot } from './message-extension.ts'
import { messageItems } from './message-items.ts'
import { Slots } from './message-slots.tsx'

const walk = (event: KeyboardEvent<HTMLElement>) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.icon-button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  if (at < 0 || (step === undefined && event.key !== 'Escape')) return
  event.preventDefault()
  event.stopPropagation()
  if (step === undefined) event.currentTarget.closest<HTMLElement>('[data-key]')?.focus()
  else buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

/** Shown while the pointer or the focus is on the message: its time, and what can be done with it. Left and right walk in it, Escape goes back to the message. */
export const MessageActionBar = (slot: MessageSlot) => {
  const { message } = slot
  const chat = useChat()
  const notify = useNotify()
  const items = () => messageItems({ ...slot, chat, notify })
  const { bar, menu } = items()
  return (
    <span className="msg-actions" role="group" aria-label={texts.messages.actions} onKeyDown={walk}>
      <time className="msg-time" dateTime={new Date(message.createdAt).toISOString()} title={formatFull(message.createdAt)}>
        {formatTime(message.createdAt)}
      </time>
      {message.id !== undefined && <Slots at="Button" {...slot} />}
      {bar.map(({ label, icon, onChoose }) => <IconButton key={label} tabIndex={-1} icon={icon} size={18} label={label} onClick={onChoose} />)}
      {menu.length > 0 && <Menu label={texts.messages.more} items={() => items().menu} tabIndex={-1} />}
    </span>
  )
}
