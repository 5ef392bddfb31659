import { polls } from '@palaver/client'
import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'
import { ClosePollDialog } from './close-poll-dialog.tsx'
import { PollCard } from './poll-card.tsx'

/** Polls in the timeline: the card, and closing it for those who may. */
export const pollExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message, actions }) =>
    polls(chat.conversation(conversationId)).canClose(message) ? [{ label: texts.polls.close, icon: 'lock', onChoose: () => actions.open(message, ClosePollDialog) }] : [],
  Content: PollCard,
}
