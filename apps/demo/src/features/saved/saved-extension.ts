import { saved } from '@palaver/client'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'

/** Saving in the timeline: the entry of the menu. */
export const savedExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message: { id }, notify }) => {
    if (id === undefined) return []
    const list = saved(chat)
    const has = list.has(id)
    const change = () => (has ? list.remove(id) : list.add({ conversationId, messageId: id }))
    return [{
      label: has ? texts.saved.remove : texts.saved.add,
      icon: 'bookmark',
      onChoose: () => void change().then(() => notify(has ? texts.saved.removed : texts.saved.added), (cause: unknown) => notify(describeError(cause))),
    }]
  },
}
