import type { ThreadItem } from '@palaver/client'
import { useConversationItem, usePerson, useThreads } from '@palaver/react'
import { Button, IconButton } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { Name } from '../../controls/name.tsx'
import { homeHref, navigate, threadHref } from '../../routing/route.ts'
import { formatListTime } from '../../text/dates.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { useConversationTitle } from '../conversations/use-conversation-title.ts'
import { plainText } from '../messages/plain-text.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import './threads.css'

const ThreadRow = ({ item: { conversationId, threadId, root, unread } }: { readonly item: ThreadItem }) => {
  const title = useConversationTitle(useConversationItem(conversationId))
  const sender = usePerson(root.senderId)
  const at = root.thread?.lastReplyAt ?? root.createdAt
  return (
    <a className="thread-row" href={threadHref(conversationId, threadId)}>
      <PersonAvatar userId={root.senderId} size={36} />
      <span className="thread-row-text">
        <span className="conv-line">
          <span className="conv-name ellipsis"><Name>{sender?.name ?? texts.common.someone}</Name></span>
          <time className="conv-time" dateTime={new Date(at).toISOString()}>{formatListTime(at)}</time>
        </span>
        <span className="thread-row-root"><bdi>{plainText(root.content)}</bdi></span>
        <span className="conv-line">
          <span className="conv-preview ellipsis">
            {root.thread && texts.threads.replies(root.thread.replyCount)} · <Name>{title.name}</Name>
          </span>
          {unread > 0 && (
            <span className="badge">
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span className="visually-hidden">{texts.threads.unread(unread)}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  )
}

/** The threads that I follow, those with the newest reply first. */
export const ThreadsScreen = () => {
  const { items, status, hasMore, loadMore, error } = useThreads()
  return (
    <main className="pane pane-main" aria-label={texts.threads.heading} onKeyDown={(event) => event.key === 'Escape' && navigate(homeHref)}>
      <header className="pane-head threads-head">
        <IconButton className="only-narrow" label={texts.common.back} icon="back" onClick={() => navigate(homeHref)} />
        <h2 className="pane-title">{texts.threads.heading}</h2>
      </header>
      {items.length === 0 && status === 'ready' && <EmptyState icon="thread" title={texts.threads.emptyTitle} hint={texts.threads.emptyHint} />}
      {items.length === 0 && status === 'error' && <EmptyState icon="info" title={texts.threads.listFailed} hint={describeError(error)} />}
      {items.length > 0 && (
        <div className="threads-list scroll">
          {items.map((item) => <ThreadRow key={item.threadId} item={item} />)}
          {hasMore && <Button kind="quiet" onClick={() => void loadMore()}>{texts.common.more}</Button>}
        </div>
      )}
    </main>
  )
}
