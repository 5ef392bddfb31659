import type { Person } from '@palaver/client'
import type { ReactNode } from 'react'
import { Name } from '../../controls/name.tsx'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { Avatar } from './avatar.tsx'

interface PersonRowProps {
  readonly person: Person
  readonly note?: ReactNode
  readonly presence?: boolean
}

/** Avatar, name and handle in a line. */
export const PersonRow = ({ person, note, presence = false }: PersonRowProps) => (
  <span className="person-row">
    <Avatar name={person.name} hue={person.avatarHue} size={36}>
      {presence && <PresenceDot userId={person.id} />}
    </Avatar>
    <span className="person-row-text">
      <span className="person-row-name ellipsis">
        <Name>{person.name}</Name>
      </span>
      <span className="quiet ellipsis">{note ?? `@${person.handle}`}</span>
    </span>
  </span>
)
