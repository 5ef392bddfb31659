import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'
import { ReminderDialog } from './reminder-dialog.tsx'

/** Being reminded of a message: the entry of the menu. */
export const reminderExtension: MessageExtension = {
  menuItems: ({ message, actions }) => [{ label: texts.reminders.remind, icon: 'clock', onChoose: () => actions.open(message, ReminderDialog) }],
}
