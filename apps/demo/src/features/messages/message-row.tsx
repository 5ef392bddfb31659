import type { TimelineMessage } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { type CSSProperties, memo, useState } from 'react'
import { Name } from '../../controls/name.tsx'
import { formatFull, formatTime } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { MentionNames } from '../mentions/mention-names.tsx'
import { useMentionsMe } from '../mentions/use-mentions-me.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { MessageActionBar } from './message-action-bar.tsx'
import { MessageSheet } from './message-sheet.tsx'
import { Slots } from './message-slots.tsx'
import { plainText, textToShow } from './plain-text.ts'
import { Quote } from './quote.tsx'
import type { RowActions } from './row-actions.ts'
import { isPictures, MessageText } from './rich-text.tsx'
import { StatusGlyph } from './status-glyph.tsx'
import { useLongPress } from './use-long-press.ts'
import '../mentions/mentions.css'
import './rich-text.css'

interface MessageRowProps {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly direct: boolean
  readonly first: boolean
  readonly last: boolean
  readonly flash: boolean
  /** The one stop of the Tab key in the timeline. */
  readonly focusable: boolean
  readonly actions: RowActions
}

const Failed = ({ message, actions }: { readonly message: TimelineMessage; readonly actions: RowActions }) => (
  <p className="msg-failed" role="group">
    <span>{texts.messages.notSent}</span>
    <button type="button" className="link" onClick={() => actions.retry(message.key)}>{texts.messages.retry}</button>
    <button type="button" className="link" onClick={() => actions.discard(message.key)}>{texts.messages.discard}</button>
  </p>
)

/** One message. */
export const MessageRow = memo(({ conversationId, message, direct, first, last, flash, focusable, actions }: MessageRowProps) => {
  const sender = usePerson(message.senderId)
  const name = message.mine ? texts.common.you : (sender?.name ?? texts.common.someone)
  const slot = { conversationId, message, actions }
  const deleted = message.content.kind === 'deleted'
  const text = textToShow(message.content)
  const time = formatTime(message.createdAt)
  const mentionsMe = useMentionsMe(message)
  // Not onPointerEnter: React knows of none where the row came, or came anew, under a pointer that rested.
  const [reached, setReached] = useState(false)
  const reach = () => setReached(true)
  const press = useLongPress(() => message.id !== undefined && !deleted && actions.open(message, MessageSheet))
  const names = [
    'msg',
    direct && message.mine && 'msg-right',
    message.mine && 'msg-own',
    !direct && 'msg-with-avatar',
    first && 'msg-first',
    last && 'msg-last',
    flash && 'msg-flash',
    deleted && 'msg-deleted',
    mentionsMe && 'msg-mentions-me',
    text !== undefined && isPictures(text) && !message.replyTo && 'msg-pictures',
  ]
  return (
    <article className={names.filter(Boolean).join(' ')} tabIndex={focusable ? 0 : -1} data-key={message.key} onPointerOver={reach} onFocus={reach}
      aria-label={texts.messages.described(name, time, plainText(message.content))}>
      {!direct && <span className="msg-avatar">{first && <PersonAvatar userId={message.senderId} size={36} />}</span>}
      <div className="msg-body">
        {!direct && first && (
          <header className="msg-head">
            <span className="msg-sender ellipsis" style={{ '--hue': sender?.avatarHue ?? 220 } as CSSProperties}>
              <Name>{sender?.name ?? ' '}</Name>
            </span>
            <time className="quiet" dateTime={new Date(message.createdAt).toISOString()} title={formatFull(message.createdAt)}>{time}</time>
          </header>
        )}
        <div className="bubble" {...press}>
          <Slots at="Above" {...slot} />
          {message.replyTo && !deleted && <Quote conversationId={conversationId} to={message.replyTo} onJump={actions.jump} />}
          <Slots at="Content" {...slot} />
          {text !== undefined && <MentionNames message={message}><MessageText text={text} /></MentionNames>}
          <span className="msg-meta">
            <Slots at="Meta" {...slot} />
            {message.mine && !deleted && <StatusGlyph status={message.status} />}
          </span>
          {!deleted && <MessageActionBar {...slot} whole={reached} />}
        </div>
        <Slots at="Below" {...slot} />
        {message.status === 'failed' && <Failed message={message} actions={actions} />}
      </div>
    </article>
  )
})
