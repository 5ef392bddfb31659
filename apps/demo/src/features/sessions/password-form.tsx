import { PalaverError } from '@palaver/client'
import { useSessions } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'

const empty = { current: '', next: '', again: '' }

/** Another password, by whoever knows the one of now. It signs out the other devices. */
export const PasswordForm = () => {
  const { changePassword } = useSessions()
  const [draft, setDraft] = useState(empty)
  const [differ, setDiffer] = useState(false)
  const [done, setDone] = useState(false)
  const { current, next, again } = draft
  const task = useTask(async () => {
    await changePassword({ current, next })
    setDraft(empty)
    setDone(true)
  })
  const edit = (change: Partial<typeof empty>) => {
    setDone(false)
    setDiffer(false)
    setDraft((before) => ({ ...before, ...change }))
  }
  const wrong = findFieldError(task.error)
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  const failed = task.error instanceof PalaverError && task.error.code === 'forbidden' ? texts.password.none : task.message
  return (
    <form
      className="form settings-form"
      noValidate
      aria-label={texts.password.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (next === again) void task.run()
        else setDiffer(true)
      }}
    >
      <p className="quiet">{texts.password.hint}</p>
      <Field label={texts.password.current} type="password" autoComplete="current-password" required value={current}
        onValue={(value) => edit({ current: value })} error={errorOf('current')} />
      <Field label={texts.password.next} type="password" autoComplete="new-password" required value={next}
        onValue={(value) => edit({ next: value })} hint={texts.session.passwordHint} error={errorOf('next')} />
      <Field label={texts.password.again} type="password" autoComplete="new-password" required value={again}
        onValue={(value) => edit({ again: value })} error={differ ? texts.password.differ : undefined} />
      <footer className="settings-foot">
        <p className={failed && !wrong ? 'form-error' : 'quiet'} role="status">{(!wrong && failed) || (done ? texts.password.done : '')}</p>
        <Button type="submit" kind="primary" disabled={task.busy || Object.values(draft).includes('')}>
          {task.busy ? texts.common.saving : texts.password.change}
        </Button>
      </footer>
    </form>
  )
}
