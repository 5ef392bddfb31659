import type { PollState } from '@palaver/client'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import { resultOf } from './poll-choice.ts'

interface PollOptionProps {
  readonly text: string
  readonly poll: PollState | undefined
  /** Its place among the options. */
  readonly index: number
  readonly multiple: boolean
  readonly chosen: boolean
  /** The one stop of the Tab key in the poll. */
  readonly stop: boolean
  readonly allowed: boolean
  readonly onChoose: () => void
}

/** One option with its bar. */
export const PollOption = ({ text, poll, index, multiple, chosen, stop, allowed, onChoose }: PollOptionProps) => {
  const { count, percent } = resultOf(poll, index)
  return (
    <button type="button" role={multiple ? 'checkbox' : 'radio'} aria-checked={chosen} aria-disabled={!allowed || undefined} tabIndex={stop ? 0 : -1}
      className={multiple ? 'poll-option poll-option-multiple' : 'poll-option'} aria-label={texts.polls.choice(text, count, percent)}
      onClick={() => allowed && onChoose()}>
      <span className="poll-tick">{chosen && <Icon name="check" size={14} />}</span>
      <span className="poll-text" dir="auto">{text}</span>
      <span className="poll-share"><span>{count}</span><span className="poll-percent">{texts.polls.percent(percent)}</span></span>
      <span className="poll-bar"><span style={{ inlineSize: `${percent}%` }} /></span>
    </button>
  )
}
