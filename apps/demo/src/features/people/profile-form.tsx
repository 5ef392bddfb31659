import { useMe, usePresence, useSetPresence } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Field, TextField } from '../../controls/field.tsx'
import { useTask } from '../../controls/use-task.ts'
import { findFieldError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { StatusChoice } from '../presence/status-choice.tsx'
import { HueField } from './hue-field.tsx'
import './people.css'

interface Draft {
  readonly name?: string
  readonly handle?: string
  readonly bio?: string
  readonly avatarHue?: number
  readonly statusText?: string
}

/** The own profile as others see it. What is not saved yet stays while another part of the settings is looked at. */
export const ProfileForm = () => {
  const { person, userId, update } = useMe()
  const presence = usePresence(userId)
  const setPresence = useSetPresence()
  const [draft, setDraft] = useState<Draft>({})
  const [saved, setSaved] = useState(false)
  const edit = (change: Draft) => {
    setSaved(false)
    setDraft((before) => ({ ...before, ...change }))
  }
  const task = useTask(async () => {
    const { statusText, ...profile } = draft
    const { name, bio } = profile
    const change = { ...profile, ...(name === undefined ? {} : { name: name.trim() }), ...(bio === undefined ? {} : { bio: bio.trim() }) }
    if (Object.keys(change).length > 0) await update(change)
    if (statusText !== undefined) await setPresence({ text: statusText.trim() })
    setDraft({})
    setSaved(true)
  })
  const wrong = findFieldError(task.error)
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  const untouched = Object.keys(draft).length === 0
  return (
    <form
      className="form settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void task.run()
      }}
    >
      <HueField name={draft.name ?? person?.name ?? ''} hue={draft.avatarHue ?? person?.avatarHue ?? 0} onHue={(avatarHue) => edit({ avatarHue })} />
      <div className="settings-pair">
        <Field label={texts.profile.name} maxLength={80} autoComplete="name" value={draft.name ?? person?.name ?? ''}
          onValue={(name) => edit({ name })} error={errorOf('name')} />
        <Field label={texts.profile.handle} maxLength={30} dir="ltr" autoCapitalize="none" autoComplete="off" spellCheck={false}
          value={draft.handle ?? person?.handle ?? ''} onValue={(value) => edit({ handle: value.toLowerCase() })} error={errorOf('handle')} />
      </div>
      <TextField label={texts.profile.bio} maxLength={300} rows={3} value={draft.bio ?? person?.bio ?? ''} onValue={(bio) => edit({ bio })} />
      <div className="settings-pair">
        <StatusChoice onChoose={(status) => setPresence({ status })} />
        <Field label={texts.profile.statusText} maxLength={80} value={draft.statusText ?? presence?.text ?? ''} onValue={(statusText) => edit({ statusText })} />
      </div>
      <footer className="settings-foot">
        <p className={task.message && !wrong ? 'form-error' : 'quiet'} role="status">{(!wrong && task.message) || (saved ? texts.profile.saved : '')}</p>
        <Button type="submit" kind="primary" disabled={task.busy || untouched}>{task.busy ? texts.common.saving : texts.common.save}</Button>
      </footer>
    </form>
  )
}
