import type { EditedContent, TimelineMessage } from '@palaver/client'
import { useEdits } from '@palaver/react'
import { useEffect, useState } from 'react'
import { Dialog } from '../../controls/dialog.tsx'
import { describeError } from '../../text/describe-error.ts'
import { formatFull } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import { writtenText } from '../messages/plain-text.ts'
import './edits.css'

interface EditsDialogProps {
  readonly conversationId: string
  readonly message: TimelineMessage
  readonly onClose: () => void
}

/** What a message said before it was edited, the newest first. */
export const EditsDialog = ({ conversationId, message, onClose }: EditsDialogProps) => {
  const edits = useEdits(conversationId)
  const [before, setBefore] = useState<readonly EditedContent[]>()
  const [error, setError] = useState<unknown>()
  const { id } = message
  useEffect(() => {
    if (id === undefined) return
    edits.list(id).then(({ edits: list }) => setBefore(list), setError)
  }, [edits, id])
  return (
    <Dialog title={texts.edits.title} onClose={onClose} className="edits">
      <ol className="edits-list">
        <li>
          <p className="quiet">{texts.edits.now}</p>
          <p className="edits-text" dir="auto">{writtenText(message.content)}</p>
        </li>
        {before?.map(({ content, replacedAt, revision }) => (
          <li key={revision}>
            <p className="quiet">{texts.edits.until(formatFull(replacedAt))}</p>
            <p className="edits-text" dir="auto">{writtenText(content)}</p>
          </li>
        ))}
      </ol>
      {!before && !error && <p className="quiet" aria-busy="true">{texts.common.loading}</p>}
      {error !== undefined && <p className="form-error" role="alert">{describeError(error)}</p>}
    </Dialog>
  )
}
