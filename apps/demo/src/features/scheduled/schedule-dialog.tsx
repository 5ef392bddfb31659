import { useScheduled } from '@palaver/react'
import { useState } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/field.tsx'
import { TimeChoice } from '../../controls/time-choice.tsx'
import { useTask } from '../../controls/use-task.ts'
import { formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { ComposerDialogProps } from '../messages/composer-extension.ts'
import { isSendableText } from '../messages/longest-text.ts'
import './scheduled.css'

/** Chooses when what is written is sent; it leaves the composer then. */
export const ScheduleDialog = ({ conversationId, written, onClose }: ComposerDialogProps) => {
  const { add } = useScheduled(conversationId)
  const notify = useNotify()
  const [text, setText] = useState(written.text)
  const task = useTask(async (at: number) => {
    await add({ ...written.draftOf(text.trim()), at })
    written.clear()
    notify(texts.scheduled.done(formatSoon(at)))
    onClose()
  })
  return (
    <Dialog title={texts.scheduled.title} onClose={onClose} className="dialog-small">
      <div className="scheduled-written">
        <TextField label={texts.scheduled.text} rows={4} autoFocus value={text} onValue={setText} />
      </div>
      <TimeChoice disabled={task.busy || !isSendableText(text)} confirm={texts.scheduled.setAt} onChoose={(at) => void task.run(at)} />
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
    </Dialog>
  )
}
