import { texts } from '../../text/texts.ts'
import type { ComposerExtension } from '../messages/composer-extension.ts'
import { DisappearDialog } from './disappear-dialog.tsx'
import { timesForOne } from './disappear-times.ts'
import { DisappearingChip } from './disappearing-chip.tsx'

/** Letting one message disappear: the entry of the menu, and what is chosen. Not where those of the conversation go sooner anyway. */
export const disappearingComposerExtension: ComposerExtension = {
  menuItems: ({ chat, conversationId, open }) => {
    const { item } = chat.conversation(conversationId).info.getSnapshot()
    if (timesForOne(item?.conversation.settings.disappearAfterMs ?? 0).length === 0) return []
    return [{ label: texts.disappearing.choose, icon: 'hourglass', onChoose: () => open(DisappearDialog) }]
  },
  Chosen: DisappearingChip,
}
