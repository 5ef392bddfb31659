import type { Session } from '@palaver/client'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'

interface CodeFormProps {
  readonly session: Session
  readonly email: string
  readonly onStartOver: () => void
}

const digits = 6

/** The six digits that were sent to the address. */
export const CodeForm = ({ session, email, onStartOver }: CodeFormProps) => {
  const [code, setCode] = useState('')
  const task = useTask(() => session.verify({ email, code }))
  const wrong = findFieldError(task.error)
  return (
    <form
      className="form"
      noValidate
      aria-label={texts.session.codeTitle}
      onSubmit={(event) => {
        event.preventDefault()
        void task.run()
      }}
    >
      <h2>{texts.session.codeTitle}</h2>
      <p>{texts.session.codeSent(email)}</p>
      <p className="note">{texts.session.codeDevelopment}</p>
      <Field label={texts.session.code} inputMode="numeric" autoComplete="one-time-code" autoFocus required maxLength={digits} dir="ltr"
        className="input input-code" value={code} onValue={(value) => setCode(value.replace(/\D/g, ''))}
        error={wrong?.field === 'code' ? wrong.message : undefined} />
      {task.message && wrong?.field !== 'code' && <p className="form-error" role="alert">{wrong?.message ?? task.message}</p>}
      <Button type="submit" kind="primary" disabled={task.busy || code.length !== digits}>
        {task.busy ? texts.session.confirming : texts.session.confirm}
      </Button>
      <p className="form-other">
        <button type="button" className="link" onClick={onStartOver}>{texts.session.startOver}</button>
      </p>
    </form>
  )
}
