import type { TimelineMessage } from '@palaver/client'
import { useConversation, useOpenConversation } from '@palaver/react'
import { useCallback, useRef, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { conversationHref, detailsHref, homeHref, navigate, redirect } from '../../routing/route.ts'
import { threePanes, useMedia } from '../../routing/use-media.ts'
import { texts } from '../../text/texts.ts'
import { EditComposer } from '../edits/edit-composer.tsx'
import { Composer } from '../messages/composer.tsx'
import { Timeline } from '../messages/timeline.tsx'
import { ThreadPane } from '../threads/thread-pane.tsx'
import { PinnedBar } from '../pins/pinned-bar.tsx'
import type { SearchStart } from '../search/search-dialog.tsx'
import { TypingLine } from '../typing/typing-line.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { DetailsPane } from './details-pane.tsx'
import { useConversationTitle } from './use-conversation-title.ts'

interface ConversationScreenProps {
  readonly id: string
  /** The route asks for the message there. */
  readonly position: number | undefined
  /** The route asks for the details where they cover the timeline. */
  readonly showDetails: boolean
  /** The thread that stands in the place of the details. */
  readonly threadId: string | undefined
  /** Searches the messages of the conversation. */
  readonly onSearch: (start: SearchStart) => void
}

/** Whoever was in it until now is told so; to others it looks as if it were not there. */
const goneTexts = (name: string | undefined) =>
  name === undefined
    ? { title: texts.conversations.gone, hint: texts.conversations.goneHint }
    : { title: texts.conversations.noLonger(name), hint: texts.conversations.noLongerHint }

const preference = 'palaver:details'

/** One conversation: header, timeline, composer, and its details beside or over it. */
export const ConversationScreen = ({ id, position, showDetails, threadId, onSearch }: ConversationScreenProps) => {
  const conversation = useConversation(id)
  useOpenConversation(id)
  const wide = useMedia(threePanes)
  const [beside, setBeside] = useState(() => localStorage.getItem(preference) !== 'closed')
  const [replyTo, setReplyTo] = useState<TimelineMessage>()
  const [editing, setEditing] = useState<TimelineMessage>()
  const composer = useRef<HTMLTextAreaElement>(null)
  const title = useConversationTitle(conversation.item)
  const [lastName, setLastName] = useState<string>()
  if (conversation.item && title.known && title.name !== lastName) setLastName(title.name)
  const details = threadId === undefined && (wide ? beside : showDetails)
  const toggleDetails = () => {
    if (!wide || threadId !== undefined) return navigate(showDetails ? conversationHref(id) : detailsHref(id))
    localStorage.setItem(preference, beside ? 'closed' : 'open')
    setBeside(!beside)
  }
  const reply = useCallback((message: TimelineMessage) => {
    setReplyTo(message)
    composer.current?.focus()
  }, [])
  const there = useCallback(() => redirect(conversationHref(id)), [id])
  if (conversation.status === 'gone' || (conversation.status === 'error' && !conversation.item)) {
    const gone = conversation.status === 'gone'
    return (
      <main className="pane pane-main">
        <EmptyState icon="info" {...(gone ? goneTexts(lastName) : { title: texts.conversations.loadError })}>
          <Button icon="back" onClick={() => navigate(homeHref)}>{texts.common.back}</Button>
        </EmptyState>
      </main>
    )
  }
  const direct = conversation.item?.conversation.type === 'direct'
  return (
    <>
      <main
        className="pane pane-main"
        aria-label={title.name}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return
          if (replyTo) setReplyTo(undefined)
          else if (threadId !== undefined || (showDetails && !wide)) navigate(conversationHref(id))
          else navigate(homeHref)
        }}
      >
        <ConversationHeader item={conversation.item} title={title} detailsOpen={details} onSearch={() => onSearch({ conversationId: id })} onDetails={toggleDetails} />
        <PinnedBar conversationId={id} />
        <Timeline conversationId={id} direct={direct} goTo={position} onThere={there} onReply={reply} onEdit={setEditing} onLeave={() => composer.current?.focus()} />
        <TypingLine conversationId={id} />
        {editing ? <EditComposer key={editing.key} conversationId={id} message={editing} onDone={() => setEditing(undefined)} /> : <Composer
          conversationId={id}
          title={title.name}
          allowed={conversation.status !== 'ready' || conversation.can('message.send')}
          replyTo={replyTo}
          onReplied={() => setReplyTo(undefined)}
          inputRef={composer}
        />}
      </main>
      {threadId !== undefined && conversation.item && (
        <ThreadPane key={threadId} conversationId={id} threadId={threadId} allowed={conversation.can('message.send')} covers={!wide} onClose={() => navigate(conversationHref(id))} />
      )}
      {details && conversation.item && <DetailsPane conversation={conversation} item={conversation.item} covers={!wide} onClose={toggleDetails} />}
    </>
  )
}
