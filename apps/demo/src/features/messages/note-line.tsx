import type { SystemNote, TimelineMessage } from '@palaver/client'
import { useChat, usePerson } from '@palaver/react'
import { formatFull } from '../../text/dates.ts'
import { noteText, peopleIn } from './note-text.ts'

interface NoteTextProps {
  readonly note: SystemNote
  readonly actorId: string
}

/** A note in words, with the names as they are known. */
export const NoteText = ({ note, actorId }: NoteTextProps) => {
  const { userId: me } = useChat()
  const [first, second, third] = peopleIn(note)
  const people = [usePerson(actorId), usePerson(first), usePerson(second), usePerson(third)]
  return <>{noteText(note, actorId, { me, nameOf: (userId) => people.find((person) => person?.id === userId)?.name })}</>
}

interface NoteLineProps {
  readonly note: SystemNote
  readonly message: TimelineMessage
  readonly first: boolean
  readonly last: boolean
}

/** What happened, between the messages. */
export const NoteLine = ({ note, message, first, last }: NoteLineProps) => (
  <p className={`happened${first ? ' happened-first' : ''}${last ? ' happened-last' : ''}`} title={formatFull(message.createdAt)}>
    <NoteText note={note} actorId={message.senderId} />
  </p>
)
