import { useScheduled } from '@palaver/react'
import { Dialog } from '../../controls/dialog.tsx'
import { texts } from '../../text/texts.ts'
import { ScheduledRow } from './scheduled-row.tsx'

interface ScheduledDialogProps {
  readonly conversationId: string
  readonly onClose: () => void
}

/** What waits for its time in a conversation, the earliest first. */
export const ScheduledDialog = ({ conversationId, onClose }: ScheduledDialogProps) => {
  const scheduled = useScheduled(conversationId)
  return (
    <Dialog title={texts.scheduled.heading} onClose={onClose}>
      <p className="quiet">{texts.scheduled.hint}</p>
      <ul aria-label={texts.scheduled.heading}>
        {scheduled.items.map((item) => <ScheduledRow key={item.id} item={item} scheduled={scheduled} />)}
      </ul>
      {scheduled.items.length === 0 && <p className="scheduled-none">{texts.scheduled.none}</p>}
    </Dialog>
  )
}
