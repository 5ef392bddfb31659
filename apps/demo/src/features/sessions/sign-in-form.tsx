import type { Session } from '@palaver/client'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'

interface SignInFormProps {
  readonly session: Session
  readonly onRegister: () => void
}

/** Email and password. */
export const SignInForm = ({ session, onRegister }: SignInFormProps) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const task = useTask(() => session.logIn({ email: email.trim(), password }))
  const wrong = findFieldError(task.error)
  return (
    <form
      className="form"
      noValidate
      aria-label={texts.session.signIn}
      onSubmit={(event) => {
        event.preventDefault()
        void task.run()
      }}
    >
      <Field label={texts.session.email} type="email" autoComplete="username" autoFocus required value={email} onValue={setEmail}
        error={wrong?.field === 'email' ? wrong.message : undefined} />
      <Field label={texts.session.password} type="password" autoComplete="current-password" required value={password} onValue={setPassword} />
      {task.message && !wrong && <p className="form-error" role="alert">{task.message}</p>}
      <Button type="submit" kind="primary" disabled={task.busy || email === '' || password === ''}>
        {task.busy ? texts.session.signingIn : texts.session.signIn}
      </Button>
      <p className="form-other">
        {texts.session.newHere} <button type="button" className="link" onClick={onRegister}>{texts.session.register}</button>
      </p>
    </form>
  )
}
