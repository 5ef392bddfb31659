import type { Member } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { useState } from 'react'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { Menu } from '../../controls/menu.tsx'
import { Name } from '../../controls/name.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { presenceText } from '../presence/presence-text.ts'
import { useKnownPresence } from '../presence/use-known-presence.ts'
import type { MemberActions } from './member-actions.ts'

interface MemberRowProps {
  readonly member: Member
  readonly own: boolean
  readonly actions: MemberActions
}

/** One member: who, whether they are there, in which role, and what may be done about it. */
export const MemberRow = ({ member, own, actions }: MemberRowProps) => {
  const person = usePerson(member.userId)
  const presence = useKnownPresence(member.userId)
  const [asking, setAsking] = useState<'remove' | 'transfer'>()
  const task = useTask(actions.setRole)
  const name = person?.name ?? texts.common.someone
  const note = presenceText(presence) || (person ? `@${person.handle}` : '')
  const items = [
    ...actions.roles.map((role) => ({ label: texts.details.makeRole[role], onChoose: () => void task.run(role) })),
    ...(actions.transfer ? [{ label: texts.details.makeRole.owner, onChoose: () => setAsking('transfer') }] : []),
    ...(actions.remove ? [{ label: texts.details.remove, danger: true, onChoose: () => setAsking('remove') }] : []),
  ]
  return (
    <li className="member">
      <PersonAvatar userId={member.userId} size={36} presence />
      <span className="person-row-text">
        <span className="person-row-name ellipsis">
          <Name>{name}</Name>
          {own && <span className="quiet"> ({texts.common.you.toLowerCase()})</span>}
        </span>
        {task.message ? <span className="member-error" role="alert">{task.message}</span> : <span className="quiet ellipsis">{note}</span>}
      </span>
      {member.role !== 'member' && <span className="role">{texts.details.roles[member.role]}</span>}
      {items.length > 0 && <Menu className="member-menu" label={texts.details.actions(name)} items={items} />}
      {asking === 'remove' && actions.remove && (
        <ConfirmDialog title={texts.details.removeTitle} hint={texts.details.removeHint(name)} confirm={texts.details.removeConfirm}
          onConfirm={actions.remove} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'transfer' && actions.transfer && (
        <ConfirmDialog title={texts.details.transferTitle} hint={texts.details.transferHint(name)} confirm={texts.details.transferConfirm}
          onConfirm={actions.transfer} onClose={() => setAsking(undefined)} />
      )}
    </li>
  )
}
