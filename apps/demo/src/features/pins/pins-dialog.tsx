import { permissions } from '@palaver/client'
import { useChat, useStore } from '@palaver/react'
import { Dialog } from '../../controls/dialog.tsx'
import { IconButton } from '../../controls/button.tsx'
import { messageHref, redirect } from '../../routing/route.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { MessageCard } from '../messages/message-card.tsx'
import { useShownPins } from './use-shown-pins.ts'

interface PinsDialogProps {
  readonly conversationId: string
  readonly onClose: () => void
}

/** Everything that is pinned, the latest first. */
export const PinsDialog = ({ conversationId, onClose }: PinsDialogProps) => {
  const { items, status, error, unpin } = useShownPins(conversationId)
  const { can } = useStore(permissions(useChat().conversation(conversationId)))
  return (
    <Dialog title={texts.pins.label} onClose={onClose}>
      <ul className="card-list" aria-label={texts.pins.label}>
        {items.map((message) => (
          <li key={message.id} className="card-line">
            <MessageCard message={message} onOpen={() => {
              onClose()
              redirect(messageHref(conversationId, message.position))
            }} />
            {can('message.pin') && <IconButton icon="close" size={18} label={texts.pins.unpin} onClick={() => unpin(message.id)} />}
          </li>
        ))}
      </ul>
      {items.length === 0 && status === 'ready' && <p className="quiet">{texts.pins.none}</p>}
      {status === 'error' && <p className="form-error" role="alert">{describeError(error)}</p>}
    </Dialog>
  )
}
