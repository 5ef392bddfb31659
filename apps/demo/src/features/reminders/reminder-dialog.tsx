import { useReminders } from '@palaver/react'
import { useNotify } from '../../announcements/notices.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { TimeChoice } from '../../controls/time-choice.tsx'
import { useTask } from '../../controls/use-task.ts'
import { formatFull, formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import './reminders.css'

/** Chooses when to be reminded of a message. */
export const ReminderDialog = ({ conversationId, message: { id = '' }, onClose }: Omit<MessageDialogProps, 'actions' | 'message'> & { readonly message: { readonly id?: string | undefined } }) => {
  const { items, set, cancel } = useReminders()
  const notify = useNotify()
  const before = items.find(({ messageId }) => messageId === id)
  const task = useTask(async (at: number | undefined) => {
    if (at === undefined) await cancel(id)
    else await set({ conversationId, messageId: id, at })
    notify(at === undefined ? texts.reminders.cancelled : texts.reminders.set(formatSoon(at)))
    onClose()
  })
  return (
    <Dialog title={texts.reminders.title} onClose={onClose} className="dialog-small">
      {before && !before.due && (
        <p className="reminder-now">
          <span>{texts.reminders.waiting(formatFull(before.at))}</span>
          <button type="button" className="link" onClick={() => void task.run(undefined)}>{texts.reminders.cancel}</button>
        </p>
      )}
      <TimeChoice disabled={task.busy} confirm={texts.reminders.setAt} onChoose={(at) => void task.run(at)} />
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
    </Dialog>
  )
}
