import { permissions } from '@palaver/client'
import { texts } from '../../text/texts.ts'
import type { ComposerExtension } from '../messages/composer-extension.ts'
import { RestrictDialog } from './restrict-dialog.tsx'
import { RestrictedChip } from './restricted-chip.tsx'

/** Writing to some members only: the entry of the menu, for those who may, and who is chosen. Two people have nobody to leave out. */
export const restrictedComposerExtension: ComposerExtension = {
  menuItems: ({ chat, conversationId, options, open }) => {
    const conversation = chat.conversation(conversationId)
    const type = conversation.info.getSnapshot().item?.conversation.type
    if (type === undefined || type === 'direct' || !permissions(conversation).getSnapshot().can('message.restrict')) return []
    return [{ label: texts.restricted.choose, icon: 'eye', unavailable: options.urgent && texts.restricted.urgentIsForAll, onChoose: () => open(RestrictDialog) }]
  },
  Chosen: RestrictedChip,
}
