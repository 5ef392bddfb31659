import type { Session } from '@palaver/client'
import { useSession } from '@palaver/react'
import { useState } from 'react'
import { texts } from '../../text/texts.ts'
import { CodeForm } from './code-form.tsx'
import { RegisterForm } from './register-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import './sessions.css'

type Step = { readonly name: 'sign-in' } | { readonly name: 'register' } | { readonly name: 'code'; readonly email: string }

/** Sign in, create an account, confirm it. Whom the server signed out is told so. */
export const SignInScreen = ({ session }: { readonly session: Session }) => {
  const { ended } = useSession(session)
  const [step, setStep] = useState<Step>({ name: 'sign-in' })
  return (
    <main className="sign-in scroll">
      <div className="sign-in-card">
        <header className="sign-in-head">
          <img src="/icon.svg" alt="" width={48} height={48} />
          <h1>{texts.app.name}</h1>
          <p className="quiet">{texts.session.tagline}</p>
        </header>
        {ended && step.name === 'sign-in' && (
          <div className="note sign-in-ended" role="status">
            <strong>{texts.session.ended[ended].title}</strong>
            <p>{texts.session.ended[ended].hint}</p>
          </div>
        )}
        {step.name === 'sign-in' && <SignInForm session={session} onRegister={() => setStep({ name: 'register' })} />}
        {step.name === 'register' && (
          <RegisterForm session={session} onSent={(email) => setStep({ name: 'code', email })} onSignIn={() => setStep({ name: 'sign-in' })} />
        )}
        {step.name === 'code' && <CodeForm session={session} email={step.email} onStartOver={() => setStep({ name: 'register' })} />}
      </div>
    </main>
  )
}
