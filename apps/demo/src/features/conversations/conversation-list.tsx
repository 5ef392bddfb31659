import type { ConversationsResult } from '@palaver/react'
import { Button } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { moveFocus } from '../../routing/move-focus.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { ConversationRow } from './conversation-row.tsx'

interface ConversationListProps {
  readonly list: ConversationsResult
  readonly currentId: string | undefined
  readonly onFind: () => void
  readonly onGroup: () => void
}

const Skeletons = () => (
  <ul className="conv-list" aria-label={texts.common.loading} aria-busy="true">
    {[68, 44, 76, 52, 60, 38, 70].map((width) => (
      <li key={width} className="conv-row conv-skeleton" aria-hidden="true">
        <span className="skeleton skeleton-avatar" />
        <span className="conv-text">
          <span className="skeleton" style={{ width: `${width * 0.6}%` }} />
          <span className="skeleton" style={{ width: `${width}%` }} />
        </span>
      </li>
    ))}
  </ul>
)

/** The list, or what stands in its place. Scrolling to its end loads more. */
export const ConversationList = ({ list, currentId, onFind, onGroup }: ConversationListProps) => {
  if (list.items.length === 0 && list.status === 'loading') return <div className="conv-scroll"><Skeletons /></div>
  if (list.items.length === 0 && list.status === 'error') {
    return (
      <div className="conv-scroll">
        <EmptyState icon="info" title={texts.conversations.loadFailed} hint={describeError(list.error)}>
          <Button onClick={() => void list.loadMore()}>{texts.common.retry}</Button>
        </EmptyState>
      </div>
    )
  }
  if (list.items.length === 0) {
    return (
      <div className="conv-scroll">
        <EmptyState icon="bubble" title={texts.conversations.emptyTitle} hint={texts.conversations.emptyHint}>
          <Button kind="primary" icon="search" onClick={onFind}>{texts.conversations.findPeople}</Button>
          <Button icon="people" onClick={onGroup}>{texts.conversations.newGroup}</Button>
        </EmptyState>
      </div>
    )
  }
  const focusable = list.items.some(({ id }) => id === currentId) ? currentId : list.items[0]?.id
  const loadMoreAtEnd = (element: HTMLElement) => {
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    if (left < 400 && list.hasMore && list.status !== 'loading') void list.loadMore()
  }
  return (
    <div className="conv-scroll scroll" onScroll={(event) => loadMoreAtEnd(event.currentTarget)}>
      <ul className="conv-list" aria-label={texts.conversations.heading} onKeyDown={(event) => moveFocus(event, 'a')}>
        {list.items.map((item) => (
          <li key={item.id}>
            <ConversationRow item={item} current={item.id === currentId} focusable={item.id === focusable} />
          </li>
        ))}
      </ul>
      {list.hasMore && <Button kind="quiet" className="conv-more" onClick={() => void list.loadMore()}>{texts.common.more}</Button>}
    </div>
  )
}
