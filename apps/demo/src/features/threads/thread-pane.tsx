import type { TimelineMessage } from '@palaver/client'
import { useMessageActions, useThread } from '@palaver/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { useDeleteMessage } from '../deletions/use-delete-message.ts'
import { EditComposer } from '../edits/edit-composer.tsx'
import { useIsHidden } from '../hidden/use-is-hidden.ts'
import { MessageRow } from '../messages/message-row.tsx'
import { useMessageDialog } from '../messages/message-dialog.ts'
import type { RowActions } from '../messages/row-actions.ts'
import { buildRows } from '../messages/timeline-rows.ts'
import { ThreadComposer } from './thread-composer.tsx'
import { useThreadScroll } from './use-thread-scroll.ts'
import '../messages/messages.css'
import './threads.css'

interface ThreadPaneProps {
  readonly conversationId: string
  readonly threadId: string
  readonly allowed: boolean
  /** It covers the timeline, so it is gone back from. */
  readonly covers: boolean
  readonly onClose: () => void
}

/** The third pane: a message, the replies in its thread, and where one more is written. */
export const ThreadPane = ({ conversationId, threadId, allowed, covers, onClose }: ThreadPaneProps) => {
  const thread = useThread(conversationId, threadId)
  const isRootHidden = useIsHidden(threadId)
  const { retry, discard, jumpTo } = useMessageActions(conversationId)
  const remove = useDeleteMessage(conversationId)
  const [editing, setEditing] = useState<TimelineMessage>()
  const input = useRef<HTMLTextAreaElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const { items, root, markRead } = thread
  const last = items.at(-1)?.key
  const onScroll = useThreadScroll(scroller, items.at(-1) ?? (root?.stream && root))
  const rows = useMemo(() => buildRows(items, undefined).filter(({ kind }) => kind === 'message'), [items])
  const { open, shown } = useMessageDialog(items)
  const actions = useMemo<RowActions>(
    () => ({ reply: () => input.current?.focus(), edit: setEditing, remove, open, jump: (position) => void jumpTo(position), retry, discard }),
    [remove, open, jumpTo, retry, discard],
  )
  useEffect(() => {
    const note = () => {
      if (document.hasFocus()) markRead()
    }
    note()
    addEventListener('focus', note)
    return () => removeEventListener('focus', note)
  }, [markRead, last])
  return (
    <aside className={`pane pane-details thread-pane${covers ? ' pane-covers' : ''}`} aria-label={texts.threads.thread}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}>
      <header className="pane-head">
        {covers && <IconButton label={texts.common.back} icon="back" onClick={onClose} />}
        <h2 className="pane-title">{texts.threads.thread}</h2>
        {thread.status === 'ready' && (
          <Button kind="quiet" onClick={() => void (thread.isFollowed ? thread.unfollow() : thread.follow()).catch(() => undefined)}>
            {thread.isFollowed ? texts.threads.unfollow : texts.threads.follow}
          </Button>
        )}
        {!covers && <IconButton label={texts.common.close} icon="close" onClick={onClose} />}
      </header>
      <div ref={scroller} className="thread-body scroll" onScroll={onScroll}>
        {thread.status === 'error' && <EmptyState icon="info" title={texts.threads.loadFailed} hint={describeError(thread.error)} />}
        {isRootHidden && <p className="thread-hidden">{texts.hidden.quoted}</p>}
        {root && !isRootHidden && <MessageRow conversationId={conversationId} message={root} direct={false} first last flash={false} focusable actions={actions} />}
        {items.length > 0 && <h3 className="thread-divider"><span>{texts.threads.replies(root?.thread ? Math.max(root.thread.replyCount, items.length) : items.length)}</span></h3>}
        {thread.hasOlder && <Button kind="quiet" disabled={thread.loadingOlder} onClick={() => void thread.loadOlder()}>{texts.threads.older}</Button>}
        <section aria-label={texts.threads.label}>
          {rows.map((row) => row.kind === 'message' && (
            <MessageRow key={row.key} conversationId={conversationId} message={row.message} direct={false} first={row.first} last={row.last}
              flash={false} focusable actions={actions} />
          ))}
        </section>
      </div>
      {editing
        ? <EditComposer key={editing.key} conversationId={conversationId} message={editing} onDone={() => setEditing(undefined)} />
        : allowed && root?.content.kind !== 'deleted' && <ThreadComposer conversationId={conversationId} threadId={threadId} send={thread.send} inputRef={input} />}
      {shown && <shown.Dialog conversationId={conversationId} actions={actions} message={shown.message} onClose={shown.onClose} />}
    </aside>
  )
}
