import { texts } from '../../text/texts.ts'
import type { ComposerExtension } from '../messages/composer-extension.ts'
import { ContactDialog } from './contact-dialog.tsx'

/** Sending a contact. */
export const contactComposerExtension: ComposerExtension = {
  menuItems: ({ open }) => [{ label: texts.contacts.contact, icon: 'contact', onChoose: () => open(ContactDialog) }],
}
