import { useConversations, useMe } from '@palaver/react'
import { useCallback, useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { Name } from '../../controls/name.tsx'
import { texts } from '../../text/texts.ts'
import { ActivityButton } from '../activity/activity-button.tsx'
import { ActivityView } from '../activity/activity-view.tsx'
import { ConnectionLine } from '../connection/connection-line.tsx'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { ThreadsLink } from '../threads/threads-link.tsx'
import { useDueNotices } from '../reminders/use-due-notices.ts'
import { SavedView } from '../saved/saved-view.tsx'
import { ConversationList } from './conversation-list.tsx'
import './conversations.css'

interface ConversationsPaneProps {
  readonly currentId: string | undefined
  readonly showsThreads: boolean
  /** Where there is one pane and it shows something else; the list keeps its place meanwhile. */
  readonly hidden: boolean
  readonly onOpen: (dialog: 'jump' | 'group' | 'settings') => void
}

/** The first pane: find, begin, choose; below it who is signed in, and the connection. */
export const ConversationsPane = ({ currentId, showsThreads, hidden, onOpen }: ConversationsPaneProps) => {
  const list = useConversations()
  const me = useMe()
  const [view, setView] = useState<'activity' | 'saved'>()
  const due = useDueNotices(useCallback(() => setView('saved'), []))
  const [left, setLeft] = useState<typeof view>()
  const back = () => {
    setLeft(view)
    setView(undefined)
  }
  if (view) {
    return (
      <nav className="pane pane-list" hidden={hidden} aria-label={texts[view].title}>
        {view === 'saved' ? <SavedView onBack={back} /> : <ActivityView shown={!hidden} onBack={back} />}
      </nav>
    )
  }
  return (
    <nav className="pane pane-list" hidden={hidden} aria-label={texts.conversations.heading}>
      <header className="pane-head">
        <h1 className="pane-title">{texts.app.name}</h1>
        <IconButton label={texts.conversations.newGroup} icon="people" onClick={() => onOpen('group')} />
        <IconButton label={texts.conversations.newMessage} icon="compose" onClick={() => onOpen('jump')} />
      </header>
      <button type="button" className="search-button" onClick={() => onOpen('jump')}>
        <Icon name="search" size={18} />
        <span>{texts.conversations.search}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <ActivityButton autoFocus={left === 'activity'} onOpen={() => setView('activity')} />
      <ThreadsLink current={showsThreads} />
      <button type="button" className="pane-entry" autoFocus={left === 'saved'} onClick={() => setView('saved')}>
        <Icon name="bookmark" size={18} />
        <span>{texts.saved.title}</span>
        {due > 0 && <span className="badge">{texts.saved.due(due)}</span>}
      </button>
      <h2 className="visually-hidden">{texts.conversations.heading}</h2>
      <ConversationList list={list} currentId={currentId} onFind={() => onOpen('jump')} onGroup={() => onOpen('group')} />
      <footer className="pane-foot">
        <button type="button" className="me" aria-label={texts.profile.open} onClick={() => onOpen('settings')}>
          <PersonAvatar userId={me.userId} size={36} />
          <span className="me-text">
            <span className="ellipsis me-name">
              <Name>{me.person?.name ?? ''}</Name>
            </span>
            <ConnectionLine />
          </span>
          <Icon name="settings" size={18} />
        </button>
      </footer>
    </nav>
  )
}
