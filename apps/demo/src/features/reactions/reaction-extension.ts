import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'
import { ReactionButton } from './reaction-button.tsx'
import { ReactionChips } from './reaction-chips.tsx'
import { ReactionSheet } from './reaction-sheet.tsx'
import { ReactionsDialog } from './reactions-dialog.tsx'
import './reactions.css'

/** Reactions in the timeline: the emoji to choose from, what was chosen, and who did. */
export const reactionExtension: MessageExtension = {
  menuItems: ({ message, actions }) =>
    message.reactions?.length ? [{ label: texts.reactions.who, icon: 'people', onChoose: () => actions.open(message, ReactionsDialog) }] : [],
  Button: ReactionButton,
  Sheet: ReactionSheet,
  Below: ReactionChips,
}
