import { Menu } from '../../controls/menu.tsx'
import { texts } from '../../text/texts.ts'

/** How the next message arrives. */
export type Priority = 'usual' | 'silent' | 'urgent'

const priorities = ['usual', 'silent', 'urgent'] as const

interface PriorityMenuProps {
  readonly priority: Priority
  readonly onChoose: (priority: Priority) => void
}

/** The bell beside the send button. */
export const PriorityMenu = ({ priority, onChoose }: PriorityMenuProps) => (
  <Menu label={texts.priorities.menu(texts.priorities.names[priority])} icon={priority === 'silent' ? 'bellOff' : 'bell'} className={`priority-menu priority-${priority}`}
    items={priorities.map((each) => ({ label: texts.priorities.names[each], onChoose: () => onChoose(each) }))} />
)
