import type { Person } from '@palaver/client'
import { useConversations, useMe } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { conversationHref, navigate } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { PeoplePicker } from '../people/people-picker.tsx'

/** Names a group and picks its people. */
export const NewGroupDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { create } = useConversations()
  const { userId } = useMe()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const task = useTask(async () => {
    const conversation = await create({ name: name.trim(), memberIds: chosen.map(({ id }) => id) })
    navigate(conversationHref(conversation.id))
  })
  return (
    <Dialog title={texts.group.title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void task.run().then((done) => done && onClose())
        }}
      >
        <Field label={texts.group.name} autoFocus required maxLength={120} autoComplete="off" value={name} onValue={setName} />
        <PeoplePicker chosen={chosen} onChange={setChosen} without={new Set([userId])} />
        {task.message && <p className="form-error" role="alert">{task.message}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={task.busy || name.trim() === ''}>
            {task.busy ? texts.group.creating : texts.group.create}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
