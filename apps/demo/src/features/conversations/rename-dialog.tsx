import type { ConversationItem } from '@palaver/client'
import type { ConversationResult } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import { HueField } from '../people/hue-field.tsx'

interface RenameDialogProps {
  readonly conversation: ConversationResult
  readonly item: ConversationItem
  readonly onClose: () => void
}

/** Name, topic and colour of a group. */
export const RenameDialog = ({ conversation, item, onClose }: RenameDialogProps) => {
  const [name, setName] = useState(item.conversation.name ?? '')
  const [topic, setTopic] = useState(item.conversation.topic ?? '')
  const [avatarHue, setHue] = useState(item.conversation.avatarHue)
  const task = useTask(() => conversation.update({ name: name.trim(), topic: topic.trim(), avatarHue }))
  return (
    <Dialog title={texts.details.rename} onClose={onClose} className="dialog-small">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void task.run().then((done) => done && onClose())
        }}
      >
        <Field label={texts.details.name} autoFocus required maxLength={120} value={name} onValue={setName} />
        <Field label={texts.details.topic} maxLength={500} value={topic} onValue={setTopic} />
        <HueField name={name} hue={avatarHue} onHue={setHue} shape="square" />
        {task.message && <p className="form-error" role="alert">{task.message}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={task.busy || name.trim() === ''}>{task.busy ? texts.common.saving : texts.common.save}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
