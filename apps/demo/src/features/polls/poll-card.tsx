import type { PollContent } from '@palaver/client'
import { usePoll } from '@palaver/react'
import { type KeyboardEvent, useId } from 'react'
import { Icon } from '../../controls/icon.tsx'
import { formatFull, formatSoon } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'
import type { MessageSlot } from '../messages/message-extension.ts'
import { choiceAfter } from './poll-choice.ts'
import { PollOption } from './poll-option.tsx'
import { VotersDialog } from './voters-dialog.tsx'
import './polls.css'

/** Up and down walk from option to option, Escape goes back to the message. */
const walk = (event: KeyboardEvent<HTMLElement>) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined && event.key !== 'Escape') return
  event.preventDefault()
  event.stopPropagation()
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('.poll-option')]
  const at = options.findIndex((option) => option === document.activeElement)
  if (step === undefined) event.currentTarget.closest<HTMLElement>('[data-key]')?.focus()
  else options[(at + step + options.length) % options.length]?.focus()
}

const Poll = ({ conversationId, message, actions, content }: MessageSlot & { readonly content: PollContent }) => {
  const { chosen, closedAt, canVote, vote } = usePoll(conversationId, message)
  const questionId = useId()
  const { poll } = message
  const { question, options, multiple, anonymous, closesAt } = content
  const voters = poll?.voters ?? 0
  const stop = Math.max(0, options.findIndex(({ id }) => chosen.includes(id)))
  return (
    <div className="poll">
      <p className="poll-kind"><Icon name="poll" size={14} />{texts.polls.kind(multiple, anonymous)}</p>
      <p id={questionId} className="poll-question" dir="auto">{question}</p>
      <div className="poll-options" role={multiple ? 'group' : 'radiogroup'} aria-labelledby={questionId} onKeyDown={walk}>
        {options.map(({ id, text }, index) => (
          <PollOption key={id} text={text} poll={poll} index={index} multiple={multiple} chosen={chosen.includes(id)} stop={index === stop} allowed={canVote}
            onChoose={() => vote(choiceAfter(content, chosen, id))} />
        ))}
      </div>
      <p className="poll-foot">
        <span className="poll-facts">
          <span>{texts.polls.votes(voters)}</span>
          {closedAt !== undefined && <span title={formatFull(closedAt)}>{texts.polls.closed}</span>}
          {closedAt === undefined && closesAt !== undefined && <span title={formatFull(closesAt)}>{texts.polls.closes(formatSoon(closesAt))}</span>}
        </span>
        {!anonymous && voters > 0 && message.id !== undefined && <button type="button" className="link poll-who" onClick={() => actions.open(message, VotersDialog)}>{texts.polls.who}</button>}
      </p>
    </div>
  )
}

/** A poll in the bubble: what is asked, how people chose, and one's own choice. */
export const PollCard = (slot: MessageSlot) => {
  const { content } = slot.message
  return content.kind === 'poll' ? <Poll {...slot} content={content} /> : null
}
