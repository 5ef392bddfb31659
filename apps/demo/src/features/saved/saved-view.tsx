import { type MessageReminder, saved } from '@palaver/client'
import { useChat, useReminders, useSaved } from '@palaver/react'
import { useState } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Button, IconButton } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { describeError } from '../../text/describe-error.ts'
import { formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { useFetched } from '../messages/use-quoted.ts'
import { ReminderDialog } from '../reminders/reminder-dialog.tsx'
import { SavedLine } from './saved-line.tsx'
import './saved.css'

interface ReminderLineProps {
  readonly reminder: MessageReminder
  readonly onDone: () => void
}

const ReminderLine = ({ reminder: { conversationId, messageId, at, due }, onDone }: ReminderLineProps) => {
  const message = useFetched(conversationId, messageId)
  const [open, setOpen] = useState(false)
  return (
    <SavedLine conversationId={conversationId} message={message} note={due ? texts.reminders.dueSince(formatSoon(at)) : formatSoon(at)}
      done={texts.reminders.done} onDone={onDone}>
      <IconButton icon="clock" size={18} label={due ? texts.reminders.again : texts.reminders.change} onClick={() => setOpen(true)} />
      {open && <ReminderDialog conversationId={conversationId} message={{ id: messageId }} onClose={() => setOpen(false)} />}
    </SavedLine>
  )
}

/** In the first pane: reminders, those that are due first, and what was saved for later. */
export const SavedView = ({ onBack }: { readonly onBack: () => void }) => {
  const chat = useChat()
  const list = useSaved()
  const reminders = useReminders()
  const notify = useNotify()
  const failed = (cause: unknown) => notify(describeError(cause))
  const sorted = [...reminders.items].sort((a, b) => Number(b.due) - Number(a.due) || a.at - b.at)
  const empty = sorted.length === 0 && list.items.length === 0 && list.status === 'ready'
  return (
    <>
      <header className="pane-head">
        <IconButton label={texts.common.back} icon="back" autoFocus onClick={onBack} />
        <h1 className="pane-title">{texts.saved.title}</h1>
      </header>
      <div className="saved-list scroll">
        {sorted.length > 0 && (
          <section aria-labelledby="saved-reminders">
            <h2 id="saved-reminders" className="jump-heading">{texts.reminders.heading}</h2>
            <ul>{sorted.map((item) => <ReminderLine key={item.messageId} reminder={item} onDone={() => void reminders.cancel(item.messageId).catch(failed)} />)}</ul>
          </section>
        )}
        {list.items.length > 0 && (
          <section aria-labelledby="saved-messages">
            <h2 id="saved-messages" className="jump-heading">{texts.saved.heading}</h2>
            <ul>
              {list.items.map(({ messageId, conversationId, message }) => (
                <SavedLine key={messageId} conversationId={conversationId} message={message} done={texts.saved.remove} onDone={() => void saved(chat).remove(messageId).catch(failed)} />
              ))}
            </ul>
          </section>
        )}
        {list.status === 'loading' && <p className="jump-note" aria-busy="true">{texts.common.loading}</p>}
        {list.status === 'error' && <p className="jump-note form-error" role="alert">{describeError(list.error)} <button type="button" className="link" onClick={() => void list.loadMore()}>{texts.common.retry}</button></p>}
        {list.hasMore && list.status === 'ready' && <Button kind="quiet" onClick={() => void list.loadMore()}>{texts.common.more}</Button>}
        {empty && <EmptyState icon="bookmark" title={texts.saved.emptyTitle} hint={texts.saved.emptyHint} />}
      </div>
    </>
  )
}
