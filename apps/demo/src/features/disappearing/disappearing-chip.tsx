import { durationText } from '../../text/duration-text.ts'
import { texts } from '../../text/texts.ts'
import { ChosenChip } from '../messages/chosen-chip.tsx'
import type { Chosen } from '../messages/composer-extension.ts'

/** That the next message disappears, and when; it can be taken back. */
export const DisappearingChip = ({ options: { disappearAfterMs, ...others }, onOptions }: Chosen) =>
  disappearAfterMs !== undefined && (
    <ChosenChip icon="hourglass" label={texts.disappearing.chosen(durationText(disappearAfterMs))} undo={texts.disappearing.asUsual} onUndo={() => onOptions(others)} />
  )
