import type { Person } from '@palaver/client'
import type { MembersResult } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import { PeoplePicker } from '../people/people-picker.tsx'

interface AddPeopleDialogProps {
  readonly members: MembersResult
  readonly onClose: () => void
}

/** Picks people for a group that is there already. */
export const AddPeopleDialog = ({ members, onClose }: AddPeopleDialogProps) => {
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const task = useTask(() => members.add(chosen.map(({ id }) => id)))
  return (
    <Dialog title={texts.details.addPeople} onClose={onClose}>
      <div className="form">
        <PeoplePicker chosen={chosen} onChange={setChosen} without={new Set(members.items.map(({ userId }) => userId))} />
        {task.message && <p className="form-error" role="alert">{task.message}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button kind="primary" disabled={task.busy || chosen.length === 0} onClick={() => void task.run().then((done) => done && onClose())}>
            {task.busy ? texts.details.adding : texts.details.add}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
