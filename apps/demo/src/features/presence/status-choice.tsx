import type { PresenceChange } from '@palaver/client'
import { usePresence, useMe } from '@palaver/react'
import { useState } from 'react'
import { FieldFrame } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'

type Choice = NonNullable<PresenceChange['status']>

const choices: readonly Choice[] = ['auto', 'away', 'busy', 'invisible']

/** How the caller appears to others; applies at once. */
export const StatusChoice = ({ onChoose }: { readonly onChoose: (choice: Choice) => Promise<unknown> }) => {
  const { userId } = useMe()
  const status = usePresence(userId)?.status
  const shown: Choice = status === 'away' || status === 'busy' ? status : 'auto'
  const [chosen, setChosen] = useState<Choice>()
  const task = useTask(onChoose)
  return (
    <FieldFrame label={texts.profile.status} error={task.message}>
      {({ id, describedBy }) => (
        <select
          id={id}
          className="input select"
          aria-describedby={describedBy}
          value={chosen ?? shown}
          onChange={(event) => {
            const choice = choices.find((one) => one === event.target.value) ?? 'auto'
            setChosen(choice)
            void task.run(choice)
          }}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>{texts.profile.statuses[choice]}</option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}
