import { useHidden, useUnreadTotal } from '@palaver/react'
import { useEffect, useState } from 'react'
import { EmptyState } from './controls/empty-state.tsx'
import { ConversationScreen } from './features/conversations/conversation-screen.tsx'
import { ConversationsPane } from './features/conversations/conversations-pane.tsx'
import { NewGroupDialog } from './features/conversations/new-group-dialog.tsx'
import { JumpDialog } from './features/search/jump-dialog.tsx'
import { SearchDialog, type SearchStart } from './features/search/search-dialog.tsx'
import { SettingsDialog } from './features/settings/settings-dialog.tsx'
import { ThreadsScreen } from './features/threads/threads-screen.tsx'
import { useRoute } from './routing/route.ts'
import { twoPanes, useMedia } from './routing/use-media.ts'
import { useShortcut } from './routing/use-shortcut.ts'
import { texts } from './text/texts.ts'
import './styles/shell.css'

type Open = 'jump' | 'group' | 'settings' | SearchStart

const PageTitle = () => {
  const unread = useUnreadTotal()
  useEffect(() => {
    document.title = texts.app.title(unread)
    return () => {
      document.title = texts.app.name
    }
  }, [unread])
  return null
}

/** The panes and the dialogs over them. */
export const Shell = () => {
  const route = useRoute()
  const beside = useMedia(twoPanes)
  const [open, setOpen] = useState<Open>()
  // From here on what the person deleted for themselves is left out wherever messages are shown.
  useHidden()
  useShortcut('k', () => setOpen('jump'))
  const close = () => setOpen(undefined)
  const { conversationId } = route
  const threads = route.threads === true
  return (
    <div className="shell">
      <PageTitle />
      <ConversationsPane currentId={conversationId} showsThreads={threads} hidden={!beside && (threads || conversationId !== undefined)} onOpen={setOpen} />
      {conversationId !== undefined && <ConversationScreen key={conversationId} id={conversationId} position={route.position} showDetails={route.details} threadId={route.threadId} onSearch={setOpen} />}
      {threads && <ThreadsScreen />}
      {beside && !threads && conversationId === undefined && (
        <main className="pane pane-main">
          <EmptyState icon="bubble" title={texts.conversations.choose} hint={texts.conversations.chooseHint} />
        </main>
      )}
      {open === 'jump' && <JumpDialog onClose={close} onMessages={(query) => setOpen({ query })} />}
      {typeof open === 'object' && <SearchDialog start={open} onClose={close} />}
      {open === 'group' && <NewGroupDialog onClose={close} />}
      {open === 'settings' && <SettingsDialog onClose={close} />}
    </div>
  )
}
