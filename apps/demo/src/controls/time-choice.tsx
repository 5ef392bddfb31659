import { useState } from 'react'
import { formatSoon } from '../text/dates.ts'
import { texts } from '../text/texts.ts'
import { leastAheadMs, timesAhead, toLocalInput } from '../text/times-ahead.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

interface TimeChoiceProps {
  readonly disabled: boolean
  /** What the button beside the field says. */
  readonly confirm: string
  /** Runs with the time that was chosen, in epoch milliseconds. */
  readonly onChoose: (at: number) => void
}

/** Chooses a time ahead: one of a few that are often wanted, or any. */
export const TimeChoice = ({ disabled, confirm, onChoose }: TimeChoiceProps) => {
  const [now] = useState(Date.now)
  const [own, setOwn] = useState('')
  const times = timesAhead(now)
  return (
    <>
      <div className="time-choices">
        {(['soon', 'hour', 'tomorrow'] as const).map((key) => (
          <button key={key} type="button" className="menu-item time-choice" disabled={disabled} onClick={() => onChoose(times[key])}>
            <span>{texts.times[key]}</span>
            <span className="quiet">{formatSoon(times[key])}</span>
          </button>
        ))}
      </div>
      <form className="time-own"
        onSubmit={(event) => {
          event.preventDefault()
          onChoose(new Date(own).getTime())
        }}>
        <Field label={texts.times.at} type="datetime-local" required min={toLocalInput(now + leastAheadMs)} value={own} onValue={setOwn} />
        <Button type="submit" disabled={disabled || own === ''}>{confirm}</Button>
      </form>
    </>
  )
}
