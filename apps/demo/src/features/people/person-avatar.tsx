import { usePerson } from '@palaver/react'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { Avatar } from './avatar.tsx'

interface PersonAvatarProps {
  readonly userId: string
  readonly size?: number
  readonly presence?: boolean
}

/** The avatar of somebody by id, with a presence dot when asked for. */
export const PersonAvatar = ({ userId, size = 44, presence = false }: PersonAvatarProps) => {
  const person = usePerson(userId)
  return (
    <Avatar name={person?.name ?? ''} hue={person?.avatarHue ?? 220} size={size}>
      {presence && <PresenceDot userId={userId} />}
    </Avatar>
  )
}
