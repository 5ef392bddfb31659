import { useId } from 'react'
import { IconButton } from './button.tsx'
import type { IconName } from './icon.tsx'
import { type MenuItem, MenuItems, walkMenu } from './menu-items.tsx'
import { usePopover } from './use-popover.ts'

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

const width = 200
const rowHeight = 40
/** What an item is taller by that says why it cannot be chosen. */
const noteHeight = 8
/** Its padding and border. */
const frame = 10

/** A button with a menu; arrows, Home and End walk in it. */
export const Menu = ({ label, items, className = '', icon = 'more', size = 18, tabIndex = 0 }: MenuProps) => {
  const id = useId()
  const { anchor, panel, shown, style, show, hide, onToggle } = usePopover<readonly MenuItem[]>()
  const open = () => {
    const now = typeof items === 'function' ? items() : items
    show(now, { width, height: now.length * rowHeight + now.filter(({ unavailable }) => unavailable).length * noteHeight + frame })
  }
  return (
    <span ref={anchor} className={className}>
      <IconButton label={label} icon={icon} size={size} tabIndex={tabIndex} aria-haspopup="menu" aria-expanded={shown !== undefined} aria-controls={id} onClick={open} />
      <div ref={panel} id={id} popover="auto" role="menu" aria-label={label} className="menu" style={style} tabIndex={-1}
        onToggle={onToggle} onKeyDown={(event) => walkMenu(event, hide)}>
        {shown && <MenuItems items={shown} onChosen={hide} />}
      </div>
    </span>
  )
}
