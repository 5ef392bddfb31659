import { type CSSProperties, type KeyboardEvent, useId, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import type { IconName } from './icon.tsx'

/** One thing that can be chosen. */
export interface MenuItem {
  readonly label: string
  readonly danger?: boolean
  readonly onChoose: () => void
}

interface MenuProps {
  /** Its button's accessible name and tooltip. */
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly className?: string
  readonly icon?: IconName
  /** -1 takes its button out of the order of the Tab key. */
  readonly tabIndex?: number
}

const gap = 4
const rowHeight = 40

/** A button with a menu: the browser closes it by Escape and by a click elsewhere; arrows, Home and End walk in it. */
export const Menu = ({ label, items, className = '', icon = 'more', tabIndex = 0 }: MenuProps) => {
  const id = useId()
  const button = useRef<HTMLSpanElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [place, setPlace] = useState<CSSProperties>({})

  const entries = () => [...(list.current?.querySelectorAll('button') ?? [])]
  const show = () => {
    const box = button.current?.getBoundingClientRect()
    if (!box) return
    const below = box.bottom + items.length * rowHeight + 24 < window.innerHeight
    setPlace({
      insetInlineEnd: getComputedStyle(document.documentElement).direction === 'rtl' ? box.left : window.innerWidth - box.right,
      ...(below ? { top: box.bottom + gap } : { bottom: window.innerHeight - box.top + gap }),
    })
    list.current?.showPopover()
    entries()[0]?.focus()
  }
  const close = () => {
    list.current?.hidePopover()
    button.current?.querySelector('button')?.focus()
  }
  const walk = (event: KeyboardEvent) => {
    const all = entries()
    const at = all.findIndex((entry) => entry === document.activeElement)
    const next = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') close()
    else if (next === undefined) return
    else all[next]?.focus()
    if (event.key !== 'Tab') event.preventDefault()
    // Escape closes the menu, not what it stands in.
    event.stopPropagation()
  }
  return (
    <span ref={button} className={className}>
      <IconButton label={label} icon={icon} size={18} tabIndex={tabIndex} aria-haspopup="menu" aria-expanded={open} aria-controls={id} onClick={show} />
      <div ref={list} id={id} popover="auto" role="menu" aria-label={label} className="menu" style={place} tabIndex={-1}
        onToggle={(event) => setOpen(event.newState === 'open')} onKeyDown={walk}>
        {items.map((item) => (
          <button key={item.label} type="button" role="menuitem" tabIndex={-1} className={item.danger ? 'menu-item menu-danger' : 'menu-item'}
            onClick={() => {
              close()
              item.onChoose()
            }}>
            {item.label}
          </button>
        ))}
      </div>
    </span>
  )
}
