import { useChat, useMe, usePresence, useSetPresence } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { useCurrentSession } from '../sessions/session-context.ts'
import { signOut } from '../sessions/sign-out.ts'
import { ThemeChoice } from '../../theme/theme-choice.tsx'
import { HueField } from './hue-field.tsx'
import { StatusChoice } from '../presence/status-choice.tsx'
import './people.css'

/** The own profile, how one appears, the appearance of the app, and the way out. */
export const ProfileDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const chat = useChat()
  const session = useCurrentSession()
  const { person, userId, update } = useMe()
  const presence = usePresence(userId)
  const setPresence = useSetPresence()
  const [name, setName] = useState<string>()
  const [handle, setHandle] = useState<string>()
  const [bio, setBio] = useState<string>()
  const [hue, setHue] = useState<number>()
  const [statusText, setStatusText] = useState<string>()
  const task = useTask(async () => {
    const change = {
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(handle === undefined ? {} : { handle }),
      ...(bio === undefined ? {} : { bio: bio.trim() }),
      ...(hue === undefined ? {} : { avatarHue: hue }),
    }
    if (Object.keys(change).length > 0) await update(change)
    if (statusText !== undefined) await setPresence({ text: statusText.trim() })
  })
  const leaving = useTask(() => signOut(chat, session))
  const wrong = findFieldError(task.error)
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Dialog title={texts.profile.title} onClose={onClose}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void task.run().then((done) => done && onClose())
        }}
      >
        <HueField name={name ?? person?.name ?? ''} hue={hue ?? person?.avatarHue ?? 0} onHue={setHue} />
        <Field label={texts.profile.name} maxLength={80} value={name ?? person?.name ?? ''} onValue={setName} error={errorOf('name')} />
        <Field label={texts.profile.handle} maxLength={30} dir="ltr" autoCapitalize="none" spellCheck={false} value={handle ?? person?.handle ?? ''}
          onValue={(value) => setHandle(value.toLowerCase())} error={errorOf('handle')} />
        <Field label={texts.profile.bio} maxLength={300} value={bio ?? person?.bio ?? ''} onValue={setBio} />
        <StatusChoice onChoose={(status) => setPresence({ status })} />
        <Field label={texts.profile.statusText} maxLength={80} value={statusText ?? presence?.text ?? ''} onValue={setStatusText} />
        <ThemeChoice />
        {task.message && !wrong && <p className="form-error" role="alert">{task.message}</p>}
        <Button kind="danger" icon="leave" className="profile-leave" disabled={leaving.busy} onClick={() => void leaving.run()}>
          {texts.session.signOut}
        </Button>
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={task.busy}>{task.busy ? texts.common.saving : texts.common.save}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
