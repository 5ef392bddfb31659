import { useForwards, usePerson } from '@palaver/react'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { formatFull } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { ForwardDialog } from './forward-dialog.tsx'
import './forwards.css'

const ForwardButton = ({ conversationId, message }: MessageSlot) => {
  const [open, setOpen] = useState(false)
  if (!useForwards(conversationId).canForward(message)) return null
  return (
    <>
      <IconButton tabIndex={-1} icon="forward" size={18} label={texts.forwards.forward} onClick={() => setOpen(true)} />
      {open && <ForwardDialog conversationId={conversationId} message={message} onClose={() => setOpen(false)} />}
    </>
  )
}

const ForwardedLine = ({ message: { forwardedFrom } }: MessageSlot) => {
  const author = usePerson(forwardedFrom?.senderId)
  if (!forwardedFrom) return null
  return (
    <p className="forwarded" title={formatFull(forwardedFrom.createdAt)}>
      <Icon name="forward" size={14} />
      <span className="ellipsis">{texts.forwards.from(author?.name ?? texts.common.someone)}</span>
    </p>
  )
}

/** Forwarding in the timeline: the button, and whose words a forward holds. */
export const forwardExtension: MessageExtension = { Button: ForwardButton, Above: ForwardedLine }
