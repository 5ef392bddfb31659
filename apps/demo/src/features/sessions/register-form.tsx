import type { Session } from '@palaver/client'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'

interface RegisterFormProps {
  readonly session: Session
  readonly onSent: (email: string) => void
  readonly onSignIn: () => void
}

const latin: Readonly<Record<string, string>> = { ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', þ: 'th', ð: 'd', ı: 'i' }

const suggestHandle = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[øßæœłđþðı]/g, (letter) => latin[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 30)

/** Name, handle, email and password of a new account. */
export const RegisterForm = ({ session, onSent, onSignIn }: RegisterFormProps) => {
  const [name, setName] = useState('')
  const [ownHandle, setOwnHandle] = useState<string>()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const handle = ownHandle ?? suggestHandle(name)
  const task = useTask(() => session.register({ email: email.trim(), password, name: name.trim(), handle }))
  const wrong = findFieldError(task.error)
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <form
      className="form"
      noValidate
      aria-label={texts.session.register}
      onSubmit={(event) => {
        event.preventDefault()
        void task.run().then((done) => done && onSent(email.trim()))
      }}
    >
      <Field label={texts.session.name} autoComplete="name" autoFocus required maxLength={80} value={name} onValue={setName}
        hint={texts.session.nameHint} error={errorOf('name')} />
      <Field label={texts.session.handle} autoComplete="off" autoCapitalize="none" spellCheck={false} required maxLength={30} dir="ltr" value={handle}
        onValue={(value) => setOwnHandle(value.toLowerCase())} hint={texts.session.handleHint} error={errorOf('handle')} />
      <Field label={texts.session.email} type="email" autoComplete="email" required value={email} onValue={setEmail} error={errorOf('email')} />
      <Field label={texts.session.password} type="password" autoComplete="new-password" required value={password} onValue={setPassword}
        hint={texts.session.passwordHint} error={errorOf('password')} />
      {task.message && !wrong && <p className="form-error" role="alert">{task.message}</p>}
      <Button type="submit" kind="primary" disabled={task.busy || name.trim() === '' || email === '' || password === ''}>
        {task.busy ? texts.session.registering : texts.session.register}
      </Button>
      <p className="form-other">
        {texts.session.haveAccount} <button type="button" className="link" onClick={onSignIn}>{texts.session.signIn}</button>
      </p>
    </form>
  )
}
