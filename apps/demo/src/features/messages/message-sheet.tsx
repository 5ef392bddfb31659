import { useChat } from '@palaver/react'
import { useEffect, useRef } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { MenuItems, walkMenu } from '../../controls/menu-items.tsx'
import { texts } from '../../text/texts.ts'
import { messageExtensions } from '../message-extensions.ts'
import type { MessageDialogProps } from './message-extension.ts'
import { messageItems } from './message-items.ts'
import { plainText } from './plain-text.ts'

/** What can be done with a message, from the lower edge of the screen: what a long press opens. */
export const MessageSheet = ({ onClose, ...slot }: MessageDialogProps) => {
  const chat = useChat()
  const notify = useNotify()
  const list = useRef<HTMLDivElement>(null)
  const { bar, menu } = messageItems({ ...slot, chat, notify })
  useEffect(() => list.current?.focus({ preventScroll: true }), [])
  return (
    <Dialog title={texts.messages.actions} onClose={onClose} bare className="sheet">
      <p className="sheet-subject quiet ellipsis" dir="auto">{plainText(slot.message.content)}</p>
      {messageExtensions.map(({ Sheet }, index) => Sheet && <Sheet key={index} {...slot} onClose={onClose} />)}
      <div ref={list} role="menu" aria-label={texts.messages.actions} tabIndex={-1} onKeyDown={(event) => walkMenu(event, onClose)}>
        <MenuItems items={[...bar, ...menu]} onChosen={onClose} />
      </div>
    </Dialog>
  )
}
