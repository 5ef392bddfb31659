import type { FlagReason } from '@palaver/client'
import { useFlags } from '@palaver/react'
import { useState } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { plainText } from '../messages/plain-text.ts'
import './flags.css'

const reasons: readonly FlagReason[] = ['spam', 'harassment', 'hate', 'violence', 'sexual', 'self_harm', 'illegal', 'other']
/** In code points. */
const longestNote = 500

/** Reports a message to those who run the service: why, and what one wants to add. */
export const FlagDialog = ({ conversationId, message, onClose }: MessageDialogProps) => {
  const { flag } = useFlags(conversationId)
  const notify = useNotify()
  const [reason, setReason] = useState<FlagReason>()
  const [note, setNote] = useState('')
  const words = note.trim()
  const over = [...words].length - longestNote
  const task = useTask(async (chosen: FlagReason) => {
    await flag(message.id ?? '', { reason: chosen, ...(words !== '' && { note: words }) })
    notify(texts.flags.done)
    onClose()
  })
  return (
    <Dialog title={texts.flags.title} onClose={onClose} className="dialog-small">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason && over <= 0) void task.run(reason)
        }}>
        <p className="flag-subject ellipsis" dir="auto">{plainText(message.content)}</p>
        <p className="quiet">{texts.flags.hint}</p>
        <fieldset className="choice flag-reasons">
          <legend className="visually-hidden">{texts.flags.reason}</legend>
          {reasons.map((each) => (
            <label key={each} className="flag-reason">
              <input type="radio" name="reason" required checked={each === reason} onChange={() => setReason(each)} />
              {texts.flags.reasons[each]}
            </label>
          ))}
        </fieldset>
        <TextField label={texts.flags.note} rows={2} value={note} onValue={setNote} aria-invalid={over > 0 || undefined} />
        {over > 0 && <p className="form-error" role="alert">{texts.composer.tooLong(over)}</p>}
        {task.message && <p className="form-error" role="alert">{task.message}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={!reason || over > 0 || task.busy}>{texts.flags.send}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
