import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'
import { ReadersDialog } from './readers-dialog.tsx'

/** Who has read one's own message: the entry of the menu. */
export const readerExtension: MessageExtension = {
  menuItems: ({ message, actions }) => (message.mine ? [{ label: texts.readers.readBy, icon: 'checks', onChoose: () => actions.open(message, ReadersDialog) }] : []),
}
