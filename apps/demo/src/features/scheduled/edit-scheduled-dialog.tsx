import type { ScheduledMessage } from '@palaver/client'
import type { ScheduledResult } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field, TextField } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import { leastAheadMs, toLocalInput } from '../../text/times-ahead.ts'
import { isSendableText } from '../messages/longest-text.ts'

interface EditScheduledDialogProps {
  readonly item: ScheduledMessage
  readonly update: ScheduledResult['update']
  readonly onClose: () => void
}

/** Changes what a scheduled message says, and when it is sent; one that failed needs a new time. */
export const EditScheduledDialog = ({ item, update, onClose }: EditScheduledDialogProps) => {
  const { id, state, content } = item
  const before = { text: content.kind === 'text' ? content.text : undefined, time: state === 'failed' ? '' : toLocalInput(item.at) }
  const [now] = useState(Date.now)
  const [text, setText] = useState(before.text)
  const [time, setTime] = useState(before.time)
  const task = useTask(() => update(id, {
    text: text === before.text ? undefined : text?.trim(),
    at: time === before.time ? undefined : new Date(time).getTime(),
  }))
  const wrong = time === '' || (text !== undefined && !isSendableText(text))
  return (
    <Dialog title={texts.scheduled.edit} onClose={onClose} className="dialog-small">
      <form className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void task.run().then((done) => done && onClose())
        }}>
        {text !== undefined && <TextField label={texts.scheduled.text} rows={4} autoFocus value={text} onValue={setText} />}
        <Field label={texts.scheduled.at} type="datetime-local" required min={toLocalInput(Math.min(now + leastAheadMs, item.at))} value={time} onValue={setTime} />
        {task.message && <p className="form-error" role="alert">{task.message}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={task.busy || wrong}>{task.busy ? texts.common.saving : texts.common.save}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
