import { useReminders } from '@palaver/react'
import { useState } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { formatFull, formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { reminderTimes, toLocalInput } from './reminder-times.ts'
import './reminders.css'

/** Chooses when to be reminded of a message. */
export const ReminderDialog = ({ conversationId, message: { id = '' }, onClose }: Omit<MessageDialogProps, 'actions' | 'message'> & { readonly message: { readonly id?: string | undefined } }) => {
  const { items, set, cancel } = useReminders()
  const notify = useNotify()
  const [now] = useState(Date.now)
  const [own, setOwn] = useState('')
  const before = items.find(({ messageId }) => messageId === id)
  const times = reminderTimes(now)
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
      <div className="reminder-times">
        {(['soon', 'hour', 'tomorrow'] as const).map((key) => (
          <button key={key} type="button" className="menu-item reminder-time" disabled={task.busy} onClick={() => void task.run(times[key])}>
            <span>{texts.reminders.times[key]}</span>
            <span className="quiet">{formatSoon(times[key])}</span>
          </button>
        ))}
      </div>
      <form className="reminder-own"
        onSubmit={(event) => {
          event.preventDefault()
          void task.run(new Date(own).getTime())
        }}>
        <Field label={texts.reminders.at} type="datetime-local" required min={toLocalInput(now)} value={own} onValue={setOwn} />
        <Button type="submit" disabled={task.busy || own === ''}>{texts.reminders.setAt}</Button>
      </form>
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
    </Dialog>
  )
}
