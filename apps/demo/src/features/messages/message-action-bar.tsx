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

const none = { bar: [], menu: [] } as const

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

interface MessageActionBarProps extends MessageSlot {
  /** The pointer or the focus was on the message; until then there is the menu's button only, by which a screen reader finds what else there is. */
  readonly whole: boolean
}

/** Shown while the pointer or the focus is on the message: its time, and what can be done with it. Left and right walk in it, Escape goes back to the message. */
export const MessageActionBar = ({ whole, ...slot }: MessageActionBarProps) => {
  const { message } = slot
  const sent = message.id !== undefined
  const chat = useChat()
  const notify = useNotify()
  const items = () => messageItems({ ...slot, chat, notify })
  const { bar, menu } = whole ? items() : none
  return (
    <span className={whole ? 'msg-actions msg-actions-whole' : 'msg-actions'} role="group" aria-label={texts.messages.actions} onKeyDown={walk}>
      {whole && (
        <time className="msg-time" dateTime={new Date(message.createdAt).toISOString()} title={formatFull(message.createdAt)}>
          {formatTime(message.createdAt)}
        </time>
      )}
      {whole && sent && <Slots at="Button" {...slot} />}
      {bar.map(({ label, icon, onChoose }) => <IconButton key={label} tabIndex={-1} icon={icon} size={18} label={label} onClick={onChoose} />)}
      {(whole ? menu.length > 0 : sent) && <Menu label={texts.messages.more} items={() => items().menu} tabIndex={-1} />}
    </span>
  )
}
