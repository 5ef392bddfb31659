import { useChat, usePriorities } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import './priorities.css'

const UrgentBadge = ({ message }: MessageSlot) =>
  message.urgent ? <p className="urgent-badge"><Icon name="bell" size={14} />{texts.priorities.urgent}</p> : null

const SilentMark = ({ message }: MessageSlot) =>
  message.silent ? <span className="silent-mark" title={texts.priorities.sentSilently}><Icon name="bellOff" size={14} /><span className="visually-hidden">{texts.priorities.sentSilently}</span></span> : null

const Acknowledgement = ({ conversationId, message }: MessageSlot) => {
  const { userId } = useChat()
  const { canAcknowledge, acknowledge } = usePriorities(conversationId)
  if (!message.urgent) return null
  const { id, acknowledged } = message
  return (
    <p className="acknowledgement">
      {id !== undefined && canAcknowledge(message) && <button type="button" className="acknowledge" onClick={() => acknowledge(id)}>{texts.priorities.acknowledge}</button>}
      <span className="quiet">{acknowledged ? texts.priorities.acknowledged(acknowledged.count, acknowledged.userIds.includes(userId)) : message.mine ? texts.priorities.nobodyYet : ''}</span>
    </p>
  )
}

/** Urgent and silent messages in the timeline. */
export const priorityExtension: MessageExtension = { Above: UrgentBadge, Below: Acknowledgement, Meta: SilentMark }
