import { hidden } from '@palaver/client'
import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'

const undoMs = 30_000

/** Deleting a message for oneself: the entry of the menu; it can be undone for a while. */
export const hiddenExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message: { id }, notify }) => {
    if (id === undefined) return []
    const names = { conversationId, messageIds: [id] }
    return [{
      label: texts.hidden.hide,
      icon: 'eyeOff',
      danger: true,
      onChoose: () => {
        hidden(chat).hide(names)
        notify(texts.hidden.done, { label: texts.hidden.undo, onChoose: () => hidden(chat).unhide(names), shownMs: undoMs })
      },
    }]
  },
}
