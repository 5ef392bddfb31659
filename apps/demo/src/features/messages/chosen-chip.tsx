import { IconButton } from '../../controls/button.tsx'
import { Icon, type IconName } from '../../controls/icon.tsx'

interface ChosenChipProps {
  readonly icon: IconName
  readonly label: string
  readonly title?: string
  /** Says what taking it back does. */
  readonly undo: string
  readonly onUndo: () => void
}

/** Something that is chosen for the next message, above the composer's line; it can be taken back. */
export const ChosenChip = ({ icon, label, title, undo, onUndo }: ChosenChipProps) => (
  <p className="chosen-chip" role="status">
    <Icon name={icon} size={16} />
    <span className="ellipsis" title={title}>{label}</span>
    <IconButton label={undo} icon="close" size={16} onClick={onUndo} />
  </p>
)
