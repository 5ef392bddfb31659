import { texts } from '../../text/texts.ts'
import type { ComposerExtension } from '../messages/composer-extension.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { ScheduledLine } from './scheduled-line.tsx'

/** Sending what is written at a time: the entry of the menu, and what waits for its time. */
export const scheduledComposerExtension: ComposerExtension = {
  menuItems: ({ open }) => [{ label: texts.scheduled.schedule, icon: 'clock', onChoose: () => open(ScheduleDialog) }],
  Above: ScheduledLine,
}
