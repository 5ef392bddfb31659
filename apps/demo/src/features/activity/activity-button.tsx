import { useActivity } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'

interface ActivityButtonProps {
  /** One comes back from there. */
  readonly autoFocus: boolean
  readonly onOpen: () => void
}

/** The way to the activity, with how much of it is unread. */
export const ActivityButton = ({ autoFocus, onOpen }: ActivityButtonProps) => {
  const { unread } = useActivity()
  return (
    <button type="button" className="pane-entry" autoFocus={autoFocus} onClick={onOpen}>
      <Icon name="bell" size={18} />
      <span>{texts.activity.title}</span>
      {unread > 0 && (
        <span className="badge">
          <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
          <span className="visually-hidden">{texts.activity.unread(unread)}</span>
        </span>
      )}
    </button>
  )
}
