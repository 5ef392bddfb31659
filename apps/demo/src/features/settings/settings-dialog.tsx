import { useChat, useStatus } from '@palaver/react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { type Tab, TabList } from '../../controls/tab-list.tsx'
import { texts } from '../../text/texts.ts'
import { ThemeChoice } from '../../theme/theme-choice.tsx'
import { ProfileForm } from '../people/profile-form.tsx'
import { DevicesSection } from '../sessions/devices-section.tsx'
import { PasswordForm } from '../sessions/password-form.tsx'
import { useCurrentSession } from '../sessions/session-context.ts'
import { signOut } from '../sessions/sign-out.ts'
import './settings.css'

type Part = 'profile' | 'appearance' | 'devices' | 'password'

const tabs: readonly Tab<Part>[] = [
  { id: 'profile', label: texts.profile.heading, icon: 'person' },
  { id: 'appearance', label: texts.profile.theme, icon: 'moon' },
  { id: 'devices', label: texts.devices.heading, icon: 'desktop' },
  { id: 'password', label: texts.password.heading, icon: 'lock' },
]

const parts: Readonly<Record<Part, () => ReactNode>> = {
  profile: () => <ProfileForm />,
  appearance: () => <ThemeChoice />,
  devices: () => <DevicesSection />,
  password: () => <PasswordForm />,
}

/** Everything about oneself: the profile, the appearance of the app, the devices, the password, and the way out. */
export const SettingsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const chat = useChat()
  const session = useCurrentSession()
  const { pending } = useStatus()
  const prefix = useId()
  const [part, setPart] = useState<Part>('profile')
  const [seen, setSeen] = useState<ReadonlySet<Part>>(new Set(['profile']))
  const [asking, setAsking] = useState(false)
  const choose = (id: Part) => {
    setPart(id)
    setSeen((before) => new Set(before).add(id))
  }
  const leave = () => signOut(chat, session)
  return (
    <Dialog title={texts.profile.title} onClose={onClose} className="settings">
      <div className="settings-body">
        <TabList label={texts.profile.title} tabs={tabs} chosen={part} onChoose={choose} prefix={prefix} />
        {tabs.map(({ id }) => (
          <section key={id} role="tabpanel" className="settings-panel scroll" id={`${prefix}-panel-${id}`} aria-labelledby={`${prefix}-tab-${id}`} hidden={id !== part}>
            {/* What was begun in one part stays while another is looked at. */}
            {seen.has(id) && parts[id]()}
          </section>
        ))}
        <Button kind="danger" icon="leave" className="settings-leave" onClick={() => (pending > 0 ? setAsking(true) : void leave())}>
          {texts.session.signOut}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog title={texts.session.signOutTitle} hint={texts.session.signOutHint(pending)} confirm={texts.session.signOut}
          onConfirm={leave} onClose={() => setAsking(false)} />
      )}
    </Dialog>
  )
}
