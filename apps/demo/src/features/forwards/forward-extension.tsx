import { forwards } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { formatFull } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { ForwardDialog } from './forward-dialog.tsx'
import './forwards.css'

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
export const forwardExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message, actions }) =>
    forwards(chat.conversation(conversationId)).canForward(message)
      ? [{ label: texts.forwards.forward, icon: 'forward', bar: true, onChoose: () => actions.open(message, ForwardDialog) }]
      : [],
  Above: ForwardedLine,
}
