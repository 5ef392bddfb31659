import type { Member } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { useState } from 'react'
import { IconButton } from '../../controls/button.tsx'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { Name } from '../../controls/name.tsx'
import { texts } from '../../text/texts.ts'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { presenceText } from '../presence/presence-text.ts'
import { useKnownPresence } from '../presence/use-known-presence.ts'

interface MemberRowProps {
  readonly member: Member
  readonly own: boolean
  readonly onRemove: (() => Promise<void>) | undefined
}

/** One member: who, whether they are there, and in which role. */
export const MemberRow = ({ member, own, onRemove }: MemberRowProps) => {
  const person = usePerson(member.userId)
  const presence = useKnownPresence(member.userId)
  const [asking, setAsking] = useState(false)
  const name = person?.name ?? texts.common.someone
  const note = presenceText(presence) || (person ? `@${person.handle}` : '')
  return (
    <li className="member">
      <PersonAvatar userId={member.userId} size={36} presence />
      <span className="person-row-text">
        <span className="person-row-name ellipsis">
          <Name>{name}</Name>
          {own && <span className="quiet"> ({texts.common.you.toLowerCase()})</span>}
        </span>
        <span className="quiet ellipsis">{note}</span>
      </span>
      {member.role !== 'member' && <span className="role">{texts.details.roles[member.role]}</span>}
      {onRemove && <IconButton className="member-remove" label={texts.details.remove(name)} icon="close" size={16} onClick={() => setAsking(true)} />}
      {asking && onRemove && (
        <ConfirmDialog title={texts.details.removeTitle} hint={texts.details.removeHint(name)} confirm={texts.details.removeConfirm}
          onConfirm={onRemove} onClose={() => setAsking(false)} />
      )}
    </li>
  )
}
