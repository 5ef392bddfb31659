import type { Conversation } from '@palaver/client'
import { useConversation } from '@palaver/react'
import { useId, useState } from 'react'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import { dayMs, hourMs, nameOf } from './disappear-times.ts'
import './disappearing.css'

interface DisappearingSectionProps {
  readonly conversation: Conversation
  /** May the person change it? */
  readonly allowed: boolean
}

const offered = [0, hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs]

/** In the details: how long new messages stay; chosen by those who may, and told to the others. */
export const DisappearingSection = ({ conversation: { id, settings }, allowed }: DisappearingSectionProps) => {
  const { update } = useConversation(id)
  const headingId = useId()
  const after = settings.disappearAfterMs ?? 0
  // Shown until the conversation has it.
  const [wanted, setWanted] = useState<number>()
  if (wanted === after) setWanted(undefined)
  const task = useTask((disappearAfterMs: number) => update({ settings: { disappearAfterMs } }))
  if (!allowed && after === 0) return null
  const choose = (ms: number) => {
    setWanted(ms)
    void task.run(ms).then((done) => !done && setWanted(undefined))
  }
  const times = offered.includes(after) ? offered : [...offered, after].sort((a, b) => a - b)
  return (
    <section className="details-section" aria-labelledby={headingId}>
      <h3 id={headingId}>{texts.disappearing.heading}</h3>
      {allowed ? (
        <select className="input select" aria-labelledby={headingId} aria-describedby={`${headingId}-hint`} value={wanted ?? after} disabled={task.busy} onChange={(event) => choose(Number(event.target.value))}>
          {times.map((ms) => <option key={ms} value={ms}>{nameOf(ms)}</option>)}
        </select>
      ) : <p className="details-text">{nameOf(after)}</p>}
      <p id={`${headingId}-hint`} className="quiet disappearing-hint">{texts.disappearing.hint}</p>
      {task.message && <p className="form-error" role="alert">{task.message}</p>}
    </section>
  )
}
