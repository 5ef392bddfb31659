import { permissions, pins } from '@palaver/client'
import { texts } from '../../text/texts.ts'
import type { MessageExtension } from '../messages/message-extension.ts'

/** Pinning in the timeline: the entry of the menu, for those who may. */
export const pinExtension: MessageExtension = {
  menuItems: ({ chat, conversationId, message: { id, pin, restricted } }) => {
    const conversation = chat.conversation(conversationId)
    if (id === undefined || restricted || !permissions(conversation).getSnapshot().can('message.pin')) return []
    const feature = pins(conversation)
    return [{ label: pin ? texts.pins.unpin : texts.pins.pin, icon: 'pin', onChoose: () => (pin ? feature.unpin(id) : feature.pin(id)) }]
  },
}
