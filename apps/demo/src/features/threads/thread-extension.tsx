import { formatListTime } from '../../text/dates.ts'
import { navigate, threadHref } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import './threads.css'

const ThreadLine = ({ conversationId, message: { id, thread, threadId } }: MessageSlot) => {
  if (threadId !== undefined) return <a className="thread-line thread-line-of-reply quiet" href={threadHref(conversationId, threadId)}>{texts.threads.view}</a>
  if (!thread || id === undefined) return null
  return (
    <a className="thread-line" href={threadHref(conversationId, id)}>
      <span className="thread-faces" aria-hidden="true">
        {thread.participantIds.slice(0, 3).map((userId) => <PersonAvatar key={userId} userId={userId} size={20} />)}
      </span>
      <span className="thread-count">{texts.threads.replies(thread.replyCount)}</span>
      <time className="quiet" dateTime={new Date(thread.lastReplyAt).toISOString()}>{formatListTime(thread.lastReplyAt)}</time>
    </a>
  )
}

/** Threads in the timeline: the entry of the menu, and how the thread of a message stands. */
export const threadExtension: MessageExtension = {
  menuItems: ({ conversationId, message: { id, threadId, restricted } }) =>
    id === undefined || restricted ? [] : [{ label: texts.threads.open, icon: 'thread', onChoose: () => navigate(threadHref(conversationId, threadId ?? id)) }],
  Below: ThreadLine,
}
