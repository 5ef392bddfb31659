import { useMessageActions } from '@palaver/react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { texts } from '../../text/texts.ts'
import { toLocalInput } from '../../text/times-ahead.ts'
import type { ComposerDialogProps } from '../messages/composer-extension.ts'
import { pollOf } from './poll-draft.ts'
import { PollOptionFields } from './poll-option-fields.tsx'
import './polls.css'

/** Makes a poll, and sends it. */
export const PollDialog = ({ conversationId, written, onClose }: ComposerDialogProps) => {
  const { send } = useMessageActions(conversationId)
  const [now] = useState(Date.now)
  const [question, setQuestion] = useState('')
  const [options, setOptions] = useState<readonly string[]>(['', ''])
  const [multiple, setMultiple] = useState(false)
  const [anonymous, setAnonymous] = useState(false)
  const [closes, setCloses] = useState('')
  const content = pollOf({ question, options, multiple, anonymous, closes })
  const onQuestionKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.form?.querySelector<HTMLElement>('.poll-field input')?.focus()
  }
  return (
    <Dialog title={texts.polls.create} onClose={onClose}>
      <form className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!content) return
          send({ content, ...written.options })
          written.onOptions({})
          onClose()
        }}>
        <Field label={texts.polls.question} autoFocus maxLength={300} autoComplete="off" value={question} onValue={setQuestion} onKeyDown={onQuestionKey} />
        <PollOptionFields options={options} onOptions={setOptions} />
        <div className="poll-settings">
          <label><input type="checkbox" checked={multiple} onChange={(event) => setMultiple(event.target.checked)} />{texts.polls.multiple}</label>
          <label><input type="checkbox" checked={anonymous} onChange={(event) => setAnonymous(event.target.checked)} />{texts.polls.anonymous}</label>
        </div>
        <Field label={texts.polls.closesAt} type="datetime-local" min={toLocalInput(now)} value={closes} onValue={setCloses} />
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={!content}>{texts.composer.send}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
