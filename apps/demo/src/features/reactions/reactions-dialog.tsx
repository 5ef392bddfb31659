import { usePeople, useReactions } from '@palaver/react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { PersonRow } from '../people/person-row.tsx'

interface Given {
  readonly emoji: string
  readonly userId: string
}

/** Everybody who reacted, page by page. */
export const ReactionsDialog = ({ conversationId, message: { id }, onClose }: MessageDialogProps) => {
  const { list } = useReactions(conversationId)
  const [given, setGiven] = useState<readonly Given[]>()
  const [cursor, setCursor] = useState<string>()
  const [error, setError] = useState<unknown>()
  const people = usePeople(given?.map(({ userId }) => userId) ?? [])
  const load = useCallback(
    (from?: string) => {
      if (id === undefined) return
      setError(undefined)
      list(id, from === undefined ? {} : { cursor: from }).then((page) => {
        setGiven((before = []) => [...(from === undefined ? [] : before), ...page.reactions])
        setCursor(page.nextCursor)
      }, setError)
    },
    [list, id],
  )
  useEffect(() => load(), [load])
  return (
    <Dialog title={texts.reactions.who} onClose={onClose} className="dialog-small">
      <ul className="reaction-people" aria-label={texts.reactions.who}>
        {given?.map(({ emoji, userId }) => {
          const person = people.get(userId)
          return <li key={`${userId} ${emoji}`}>{person && <PersonRow person={person} />}<span className="reaction-emoji">{emoji}</span></li>
        })}
      </ul>
      {!given && error === undefined && <p className="quiet" aria-busy="true">{texts.common.loading}</p>}
      {error !== undefined && <p className="form-error" role="alert">{describeError(error)} <button type="button" className="link" onClick={() => load(given && cursor)}>{texts.common.retry}</button></p>}
      {cursor !== undefined && <Button kind="quiet" onClick={() => load(cursor)}>{texts.common.more}</Button>}
    </Dialog>
  )
}
