import { contactComposerExtension } from './contacts/contact-composer-extension.ts'
import { disappearingComposerExtension } from './disappearing/disappearing-composer-extension.ts'
import { pollComposerExtension } from './polls/poll-composer-extension.ts'
import type { ComposerExtension } from './messages/composer-extension.ts'
import { restrictedComposerExtension } from './restricted/restricted-composer-extension.ts'
import { scheduledComposerExtension } from './scheduled/scheduled-composer-extension.ts'

/** What can be sent beside text, and how, in the order in which the composer's menu offers it. */
export const composerExtensions: readonly ComposerExtension[] = [
  pollComposerExtension, contactComposerExtension, scheduledComposerExtension, restrictedComposerExtension, disappearingComposerExtension,
]
