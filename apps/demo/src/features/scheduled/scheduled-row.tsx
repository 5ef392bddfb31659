import { PalaverError, type ScheduledMessage } from '@palaver/client'
import type { ScheduledResult } from '@palaver/react'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { useTask } from '../../controls/use-task.ts'
import { formatFull, formatSoon } from '../../text/dates.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { plainText } from '../messages/plain-text.ts'
import { OnlyFor } from '../restricted/only-for.tsx'
import { EditScheduledDialog } from './edit-scheduled-dialog.tsx'

interface ScheduledRowProps {
  readonly item: ScheduledMessage
  readonly scheduled: ScheduledResult
}

const State = ({ item: { state, at, failure } }: Pick<ScheduledRowProps, 'item'>) => {
  if (state === 'sending') return <span className="quiet">{texts.scheduled.sending}</span>
  if (state === 'failed') return <span className="scheduled-failed">{texts.scheduled.failed(failure ? describeError(new PalaverError(failure, failure)) : '')}</span>
  return <time className="quiet" dateTime={new Date(at).toISOString()} title={formatFull(at)}>{formatSoon(at)}</time>
}

/** A message that waits for its time, and what can be done with it until then. */
export const ScheduledRow = ({ item, scheduled }: ScheduledRowProps) => {
  const [open, setOpen] = useState<'edit' | 'cancel'>()
  const task = useTask(() => scheduled.sendNow(item.id))
  const busy = task.busy || item.state === 'sending'
  return (
    <li className="scheduled-row">
      {item.visibleTo && <OnlyFor userIds={item.visibleTo} />}
      <p className="scheduled-text" dir="auto">{plainText(item.content)}</p>
      <div className="scheduled-foot">
        <State item={item} />
        <IconButton icon="edit" size={18} label={texts.scheduled.edit} disabled={busy} onClick={() => setOpen('edit')} />
        <IconButton icon="send" size={18} label={texts.scheduled.sendNow} disabled={busy} onClick={() => void task.run()} />
        <IconButton icon="trash" size={18} label={texts.scheduled.cancel} disabled={busy} onClick={() => setOpen('cancel')} />
      </div>
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
      {open === 'edit' && <EditScheduledDialog item={item} update={scheduled.update} onClose={() => setOpen(undefined)} />}
      {open === 'cancel' && (
        <ConfirmDialog title={texts.scheduled.cancelTitle} hint={texts.scheduled.cancelHint} confirm={texts.scheduled.cancelConfirm}
          onConfirm={() => scheduled.cancel(item.id)} onClose={() => setOpen(undefined)} />
      )}
    </li>
  )
}
