import { IconButton } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { durationText } from '../../text/duration-text.ts'
import { texts } from '../../text/texts.ts'
import type { Chosen } from '../messages/composer-extension.ts'
import './disappearing.css'

/** That the next message disappears, and when; it can be taken back. */
export const DisappearingChip = ({ options: { disappearAfterMs, ...others }, onOptions }: Chosen) =>
  disappearAfterMs !== undefined && (
    <p className="disappearing-chip" role="status">
      <Icon name="hourglass" size={16} />
      <span className="ellipsis">{texts.disappearing.chosen(durationText(disappearAfterMs))}</span>
      <IconButton label={texts.disappearing.asUsual} icon="close" size={16} onClick={() => onOptions(others)} />
    </p>
  )
