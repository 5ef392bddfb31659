import type { Message } from '@palaver/client'
import { useConversationItem } from '@palaver/react'
import type { ReactNode } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { messageHref, navigate } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { MessageCard } from '../messages/message-card.tsx'

interface SavedLineProps {
  readonly conversationId: string
  readonly message: Pick<Message, 'id' | 'position' | 'senderId' | 'content' | 'createdAt'> | undefined
  /** When one is reminded. */
  readonly note?: string
  readonly done: string
  readonly onDone: () => void
  readonly children?: ReactNode
}

/** A message that was kept: leads to it, and can be done with. */
export const SavedLine = ({ conversationId, message, note, done, onDone, children }: SavedLineProps) => {
  const title = useConversationTitle(useConversationItem(conversationId))
  const where = note === undefined ? title.name : `${note} · ${title.name}`
  return (
    <li className="card-line saved-line">
      {message ? (
        <MessageCard message={message} note={where} onOpen={() => navigate(messageHref(conversationId, message.position))} />
      ) : (
        <span className="card" aria-label={texts.common.loading}><span className="skeleton saved-skeleton" /></span>
      )}
      {children}
      <IconButton icon="check" size={18} label={done} onClick={onDone} />
    </li>
  )
}
