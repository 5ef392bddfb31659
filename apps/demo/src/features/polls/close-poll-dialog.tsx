import { usePoll } from '@palaver/react'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'

/** Asks before a poll is closed: it cannot be opened again. */
export const ClosePollDialog = ({ conversationId, message, onClose }: MessageDialogProps) => {
  const { close } = usePoll(conversationId, message)
  return <ConfirmDialog title={texts.polls.closeTitle} hint={texts.polls.closeHint} confirm={texts.polls.closeConfirm} onConfirm={async () => close()} onClose={onClose} />
}
