import { texts } from '../../text/texts.ts'
import type { ComposerExtension } from '../messages/composer-extension.ts'
import { PollDialog } from './poll-dialog.tsx'

/** Asking something. */
export const pollComposerExtension: ComposerExtension = {
  menuItems: ({ options, open }) => [{ label: texts.polls.poll, icon: 'poll', unavailable: options.visibleTo && texts.restricted.pollIsForAll, onChoose: () => open(PollDialog) }],
}
