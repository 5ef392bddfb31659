import { useChat } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { seersOf } from './seers.ts'
import { useNames } from './use-names.ts'
import './restricted.css'

const Seers = ({ userIds }: { readonly userIds: readonly string[] }) => {
  const { short, all } = useNames(userIds)
  return (
    <p className="restricted-line" title={texts.restricted.onlyVisibleTo(all)}>
      <Icon name="eye" size={14} />
      <span className="restricted-names" aria-hidden={short === all ? undefined : true}>{texts.restricted.onlyVisibleTo(short)}</span>
      {short !== all && <span className="visually-hidden">{texts.restricted.onlyVisibleTo(all)}</span>}
    </p>
  )
}

const SeersLine = ({ message }: MessageSlot) => {
  const { userId } = useChat()
  // What waits to be sent has whom it is for already.
  return message.visibleTo === undefined || message.content.kind === 'deleted' ? null : <Seers userIds={seersOf(message, userId)} />
}

/** Messages for some members only: who else sees what one reads. */
export const restrictedExtension: MessageExtension = { Above: SeersLine }
