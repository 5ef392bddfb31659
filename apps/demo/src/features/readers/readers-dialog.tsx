import type { ReaderState } from '@palaver/client'
import { useReaders } from '@palaver/react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { PersonRow } from '../people/person-row.tsx'
import './readers.css'

interface ReadersProps {
  readonly conversationId: string
  readonly messageId: string
}

const People = ({ conversationId, messageId, state }: ReadersProps & { readonly state: ReaderState }) => {
  const { people, hasMore, loadMore } = useReaders(conversationId, messageId, state)
  if (people.length === 0) return null
  return (
    <section aria-label={texts.readers[state]}>
      <h3 className="readers-heading">{texts.readers[state]}</h3>
      <ul>{people.map((person) => <li key={person.id} className="reader"><PersonRow person={person} /></li>)}</ul>
      {hasMore && <Button kind="quiet" onClick={() => void loadMore()}>{texts.common.more}</Button>}
    </section>
  )
}

const Counts = ({ conversationId, messageId }: ReadersProps) => {
  const { counts, status, error } = useReaders(conversationId, messageId)
  if (error && status === 'error') return <p className="form-error" role="alert">{describeError(error)}</p>
  if (!counts) return <p className="quiet" aria-busy="true">{texts.common.loading}</p>
  const { read, delivered, members, exact } = counts
  return (
    <p className="readers-counts" role="status">
      <strong>{texts.readers.count(read, members, exact)}</strong>
      {delivered > read && <span className="quiet">{texts.readers.notYet(delivered - read, exact)}</span>}
    </p>
  )
}

/** Who has read a message, and who has received it; of large conversations about how many. Follows while it is open. */
export const ReadersDialog = ({ conversationId, message: { id: messageId = '' }, onClose }: MessageDialogProps) => (
  <Dialog title={texts.readers.readBy} onClose={onClose} className="dialog-small">
    <Counts conversationId={conversationId} messageId={messageId} />
    <People conversationId={conversationId} messageId={messageId} state="read" />
    <People conversationId={conversationId} messageId={messageId} state="delivered" />
  </Dialog>
)
