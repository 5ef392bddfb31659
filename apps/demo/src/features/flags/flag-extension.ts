import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'
import { FlagDialog } from './flag-dialog.tsx'

/** Reporting what somebody else wrote: the entry of the menu. */
export const flagExtension: MessageExtension = {
  menuItems: ({ message, actions }) => (message.mine ? [] : [{ label: texts.flags.report, icon: 'flag', danger: true, onChoose: () => actions.open(message, FlagDialog) }]),
}
