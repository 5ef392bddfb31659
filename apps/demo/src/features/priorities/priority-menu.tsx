import { Menu } from '../../controls/menu.tsx'
import { texts } from '../../text/texts.ts'
import type { Chosen } from '../messages/composer-extension.ts'

const priorities = ['usual', 'silent', 'urgent'] as const

/** The bell beside the send button. */
export const PriorityMenu = ({ options: { silent, urgent, ...others }, onOptions }: Chosen) => {
  const priority = urgent ? 'urgent' : silent ? 'silent' : 'usual'
  return (
    <Menu label={texts.priorities.menu(texts.priorities.names[priority])} icon={priority === 'silent' ? 'bellOff' : 'bell'} className={`priority-menu priority-${priority}`}
      items={priorities.map((each) => ({
        label: texts.priorities.names[each],
        unavailable: each === 'urgent' && others.visibleTo ? texts.restricted.urgentIsForAll : undefined,
        onChoose: () => onOptions({ ...others, ...(each !== 'usual' && { [each]: true }) }),
      }))} />
  )
}
