import type { Voter } from '@palaver/client'
import { type PollResult, usePeople, usePoll } from '@palaver/react'
import { useCallback, useEffect, useId, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { formatSoon } from '../../text/dates.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import type { MessageDialogProps } from '../messages/message-extension.ts'
import { PersonRow } from '../people/person-row.tsx'

interface OptionVotersProps {
  readonly id: string
  readonly text: string
  readonly count: number
  readonly load: PollResult['voters']
}

const OptionVoters = ({ id, text, count, load }: OptionVotersProps) => {
  const headingId = useId()
  const [voters, setVoters] = useState<readonly Voter[]>()
  const [hasMore, setHasMore] = useState(false)
  const [error, setError] = useState<unknown>()
  const people = usePeople(voters?.map(({ userId }) => userId) ?? [])
  const next = useCallback((before?: number) => {
    setError(undefined)
    load(id, before === undefined ? {} : { before }).then((page) => {
      setVoters((shown = []) => [...(before === undefined ? [] : shown), ...page.voters])
      setHasMore(page.hasMore)
    }, setError)
  }, [id, load])
  useEffect(() => next(), [next])
  return (
    <section className="poll-voters" aria-labelledby={headingId}>
      <h3 id={headingId}><span dir="auto">{text}</span><span className="quiet">{texts.polls.votes(count)}</span></h3>
      <ul aria-labelledby={headingId}>
        {voters?.map(({ userId, votedAt }) => {
          const person = people.get(userId)
          return <li key={userId}>{person ? <PersonRow person={person} note={formatSoon(votedAt)} /> : texts.common.someone}</li>
        })}
      </ul>
      {!voters && error === undefined && <p className="quiet" aria-busy="true">{texts.common.loading}</p>}
      {error !== undefined && <p className="form-error" role="alert">{describeError(error)} <button type="button" className="link" onClick={() => next(voters?.at(-1)?.revision)}>{texts.common.retry}</button></p>}
      {hasMore && error === undefined && <Button kind="quiet" onClick={() => next(voters?.at(-1)?.revision)}>{texts.common.more}</Button>}
    </section>
  )
}

/** Who chose what, option by option; those that nobody chose are left out. */
export const VotersDialog = ({ conversationId, message, onClose }: MessageDialogProps) => {
  const { voters } = usePoll(conversationId, message)
  const { content, poll } = message
  if (content.kind !== 'poll') return null
  const chosen = content.options.map((option, index) => ({ ...option, count: poll?.counts[index] ?? 0 })).filter(({ count }) => count > 0)
  return (
    <Dialog title={texts.polls.who} onClose={onClose} className="dialog-small">
      <p className="poll-asked" dir="auto">{content.question}</p>
      {/* Asked anew when somebody votes. */}
      {chosen.map(({ id, text, count }) => <OptionVoters key={`${id} ${count}`} id={id} text={text} count={count} load={voters} />)}
      {chosen.length === 0 && <p className="quiet">{texts.polls.votes(0)}</p>}
    </Dialog>
  )
}
