import type { KeyboardEvent } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** One thing that can be chosen. */
export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  readonly danger?: boolean
  /** Why it cannot be chosen now; it stands there, and does nothing. */
  readonly unavailable?: string | undefined
  readonly onChoose: () => void
}

interface MenuItemsProps {
  readonly items: readonly MenuItem[]
  /** Runs before the item does what it is for. */
  readonly onChosen: () => void
}

/** The things in a menu; around them must be an element of the role `menu`. */
export const MenuItems = ({ items, onChosen }: MenuItemsProps) =>
  items.map(({ label, icon, danger = false, unavailable, onChoose }) => (
    <button key={label} type="button" role="menuitem" tabIndex={-1} className={danger ? 'menu-item menu-danger' : 'menu-item'} aria-disabled={unavailable === undefined ? undefined : true}
      onClick={() => {
        if (unavailable !== undefined) return
        onChosen()
        onChoose()
      }}>
      {icon && <Icon name={icon} size={18} />}
      {unavailable === undefined ? <span>{label}</span> : <span className="menu-unavailable"><span>{label}</span><span className="quiet">{unavailable}</span></span>}
    </button>
  ))

/** Walks a menu by arrows, Home and End; `onClose` runs for Escape and Tab. No key goes on to what the menu stands in. */
export const walkMenu = (event: KeyboardEvent<HTMLElement>, onClose: () => void): void => {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = all.findIndex((entry) => entry === document.activeElement)
  const next = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key]
  // Escape closes the menu, not what it stands in.
  event.stopPropagation()
  if (event.key === 'Escape' || event.key === 'Tab') onClose()
  else if (next === undefined) return
  else all[next]?.focus()
  if (event.key !== 'Tab') event.preventDefault()
}
