import type { ConversationItem } from '@palaver/client'
import { useDraft, usePerson, useTyping } from '@palaver/react'
import { memo } from 'react'
import { Name } from '../../controls/name.tsx'
import { conversationHref } from '../../routing/route.ts'
import { formatListTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { NoteText } from '../messages/note-line.tsx'
import { plainText } from '../messages/plain-text.ts'
import { StatusGlyph } from '../messages/status-glyph.tsx'
import { Avatar } from '../people/avatar.tsx'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { useConversationTitle } from './use-conversation-title.ts'

interface ConversationRowProps {
  readonly item: ConversationItem
  readonly current: boolean
  /** The one stop of the Tab key in the list. */
  readonly focusable: boolean
}

const Preview = ({ item }: { readonly item: ConversationItem }) => {
  const message = item.lastMessage
  const inGroup = item.conversation.type !== 'direct'
  const sender = usePerson(inGroup && message && !message.mine && message.content.kind !== 'system' ? message.senderId : undefined)
  const typing = useTyping(item.id)
  if (typing.length > 0) return <span className="conv-typing">{texts.conversations.typing}</span>
  if (!message) return <>{texts.conversations.noMessages}</>
  if (message.content.kind === 'system') return <NoteText note={message.content.note} actorId={message.senderId} />
  return (
    <>
      {message.mine && inGroup && texts.conversations.youPrefix}
      {sender && <><Name>{sender.name.split(' ')[0] ?? sender.name}</Name>: </>}
      <bdi>{plainText(message.content)}</bdi>
    </>
  )
}

/** One conversation in the list: a link to it. */
export const ConversationRow = memo(({ item, current, focusable }: ConversationRowProps) => {
  const title = useConversationTitle(item)
  const written = useDraft(item.id).draft?.text.trim()
  const draft = current ? undefined : written
  const { unread, lastMessage } = item
  return (
    <a href={conversationHref(item.id)} className="conv-row" aria-current={current ? 'page' : undefined} tabIndex={focusable ? 0 : -1}>
      <Avatar name={title.known ? title.name : ''} hue={title.hue} shape={title.shape}>
        {item.counterpartId !== undefined && <PresenceDot userId={item.counterpartId} />}
      </Avatar>
      <span className="conv-text">
        <span className="conv-line">
          <span className="conv-name ellipsis"><Name>{title.name}</Name></span>
          {lastMessage?.mine && lastMessage.content.kind !== 'deleted' && <StatusGlyph status={lastMessage.status} />}
          <time className="conv-time" dateTime={new Date(item.head.activityAt).toISOString()}>{formatListTime(lastMessage?.createdAt ?? item.head.activityAt)}</time>
        </span>
        <span className="conv-line">
          <span className="conv-preview ellipsis">
            {draft ? <><span className="conv-draft">{texts.conversations.draft}</span><bdi>{draft}</bdi></> : <Preview item={item} />}
          </span>
          {unread > 0 && (
            <span className="badge">
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span className="visually-hidden">{texts.conversations.unread(unread)}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  )
})
