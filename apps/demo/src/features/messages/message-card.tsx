import type { Message } from '@palaver/client'
import { usePerson } from '@palaver/react'
import type { ReactNode } from 'react'
import { Name } from '../../controls/name.tsx'
import { formatListTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { plainText } from './plain-text.ts'
import './message-card.css'

interface MessageCardProps {
  readonly message: Pick<Message, 'senderId' | 'content' | 'createdAt'>
  /** In place of the sender's name: when others did something with it. */
  readonly who?: string | undefined
  /** In place of the text. */
  readonly children?: ReactNode
  /** Small, beside the name: where it stands, when one is reminded. */
  readonly note?: ReactNode
  readonly onOpen: () => void
}

/** A message in a list outside of its timeline; leads there. */
export const MessageCard = ({ message: { senderId, content, createdAt }, who, note, children, onOpen }: MessageCardProps) => {
  const sender = usePerson(senderId)
  return (
    <button type="button" className="card" onClick={onOpen}>
      <PersonAvatar userId={senderId} size={36} />
      <span className="card-text">
        <span className="card-head">
          <span className="card-name ellipsis">{who ?? <Name>{sender?.name ?? texts.common.someone}</Name>}</span>
          <time className="quiet" dateTime={new Date(createdAt).toISOString()}>{formatListTime(createdAt)}</time>
        </span>
        {note !== undefined && <span className="quiet ellipsis">{note}</span>}
        <span className="card-words" dir="auto">{children ?? plainText(content)}</span>
      </span>
    </button>
  )
}
