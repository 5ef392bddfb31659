import { useScheduled } from '@palaver/react'
import { useState } from 'react'
import { Icon } from '../../controls/icon.tsx'
import { formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { ScheduledDialog } from './scheduled-dialog.tsx'
import './scheduled.css'

/** That messages wait for their time, above the composer; leads to them. */
export const ScheduledLine = ({ conversationId }: { readonly conversationId: string }) => {
  const { items } = useScheduled(conversationId)
  const [open, setOpen] = useState(false)
  const failed = items.filter(({ state }) => state === 'failed').length
  const next = items.find(({ state }) => state === 'waiting')
  return (
    <>
      {items.length > 0 && (
        <p className="scheduled-line">
          <button type="button" className="link" onClick={() => setOpen(true)}><Icon name="clock" size={16} />{texts.scheduled.count(items.length)}</button>
          {failed > 0 && <span className="scheduled-failed">{texts.scheduled.failedCount(failed)}</span>}
          {failed === 0 && next && <span className="quiet ellipsis">{formatSoon(next.at)}</span>}
        </p>
      )}
      {open && <ScheduledDialog conversationId={conversationId} onClose={() => setOpen(false)} />}
    </>
  )
}
