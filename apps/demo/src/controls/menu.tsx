import { type CSSProperties, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { IconButton } from './button.tsx'
import type { IconName } from './icon.tsx'
import { type MenuItem, MenuItems, walkMenu } from './menu-items.tsx'

interface MenuProps {
  /** Its button's accessible name and tooltip. */
  readonly label: string
  /** What can be chosen; a function is asked each time when it opens. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  readonly className?: string
  readonly icon?: IconName
  readonly size?: number
  /** -1 takes its button out of the order of the Tab key. */
  readonly tabIndex?: number
}

const gap = 4
const rowHeight = 40

/** A button with a menu: the browser closes it by Escape and by a click elsewhere; arrows, Home and End walk in it. */
export const Menu = ({ label, items, className = '', icon = 'more', size = 18, tabIndex = 0 }: MenuProps) => {
  const id = useId()
  const button = useRef<HTMLSpanElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<readonly MenuItem[]>()
  const [place, setPlace] = useState<CSSProperties>({})

  const show = () => {
    const box = button.current?.getBoundingClientRect()
    if (!box) return
    const now = typeof items === 'function' ? items() : items
    const below = box.bottom + now.length * rowHeight + 24 < window.innerHeight
    // What is focused must stand there first.
    flushSync(() => {
      setShown(now)
      setPlace({
        ...(box.left + box.right > window.innerWidth ? { right: window.innerWidth - box.right } : { left: box.left }),
        ...(below ? { top: box.bottom + gap } : { bottom: Math.min(window.innerHeight - box.top + gap, window.innerHeight - now.length * rowHeight - 24) }),
      })
    })
    list.current?.showPopover()
    list.current?.querySelector('button')?.focus()
  }
  const close = () => {
    list.current?.hidePopover()
    button.current?.querySelector('button')?.focus()
  }
  return (
    <span ref={button} className={className}>
      <IconButton label={label} icon={icon} size={size} tabIndex={tabIndex} aria-haspopup="menu" aria-expanded={shown !== undefined} aria-controls={id} onClick={show} />
      <div ref={list} id={id} popover="auto" role="menu" aria-label={label} className="menu" style={place} tabIndex={-1}
        onToggle={(event) => event.newState === 'closed' && setShown(undefined)} onKeyDown={(event) => walkMenu(event, close)}>
        {shown && <MenuItems items={shown} onChosen={close} />}
      </div>
    </span>
  )
}
