import type { CSSProperties, ReactNode } from 'react'
import './avatar.css'

interface AvatarProps {
  readonly name: string
  /** Degrees in OKLCH. */
  readonly hue: number
  readonly size?: number
  /** People are round, groups are not. */
  readonly shape?: 'round' | 'square'
  /** A presence dot. */
  readonly children?: ReactNode
}

const initials = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase()
}

/** A coloured tile with initials; the name stands beside it, so it is hidden from assistive technology. */
export const Avatar = ({ name, hue, size = 44, shape = 'round', children }: AvatarProps) => (
  <span className={`avatar avatar-${shape}`} style={{ '--hue': hue, '--avatar-size': `${size}px` } as CSSProperties} aria-hidden="true">
    <span className="avatar-tile">{initials(name)}</span>
    {children}
  </span>
)
