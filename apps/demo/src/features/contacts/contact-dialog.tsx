import { useMessageActions } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { Field } from '../../controls/field.tsx'
import { texts } from '../../text/texts.ts'
import type { ComposerDialogProps } from '../messages/composer-extension.ts'

const given = (text: string): string | undefined => text.trim() || undefined

/** Makes a contact of what is known of somebody, and sends it. */
export const ContactDialog = ({ conversationId, written, onClose }: ComposerDialogProps) => {
  const { send } = useMessageActions(conversationId)
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [email, setEmail] = useState('')
  return (
    <Dialog title={texts.contacts.send} onClose={onClose} className="dialog-small">
      <form className="form"
        onSubmit={(event) => {
          event.preventDefault()
          send({ content: { kind: 'contact', name: name.trim(), ...(given(phone) && { phone: phone.trim() }), ...(given(email) && { email: email.trim() }) }, ...written.options })
          written.onOptions({})
          onClose()
        }}>
        <Field label={texts.contacts.name} autoFocus required maxLength={100} pattern=".*\S.*" autoComplete="off" value={name} onValue={setName} />
        <Field label={texts.contacts.phone} type="tel" maxLength={32} pattern=" *\+?[0-9\(][0-9 \(\)./\-]{1,30}" autoComplete="off" value={phone} onValue={setPhone} />
        <Field label={texts.contacts.email} type="email" maxLength={254} autoComplete="off" value={email} onValue={setEmail} />
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={name.trim() === ''}>{texts.composer.send}</Button>
        </footer>
      </form>
    </Dialog>
  )
}
