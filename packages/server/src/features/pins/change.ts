import { PalaverError } from '@palaver/protocol'
import { maxPins } from '@palaver/protocol/definitions'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { countPins } from './repository.ts'

/** A message becomes pinned, or not any more. */
export interface PinChange extends MessageChange {
  readonly pinned: boolean
}

/** Pinning: state of the message itself, so it goes with the message when that is deleted. */
export const pinMessages = defineMessageChange<PinChange, Map<string, number>>({
  name: 'pins.pin',
  doing: 'pin the message',
  permission: 'message.pin',
  prepare: countPins,
  decide({ conversationId, callerId, pinned }, { message: { pin, content }, conversation }, counts) {
    if (pinned === (pin !== undefined)) return 'same'
    if (content.kind === 'system') return new PalaverError('forbidden', 'unable to pin the message; it tells what happened')
    const count = counts.get(conversationId) ?? 0
    if (pinned && count >= maxPins) return new PalaverError('limit_reached', `unable to pin the message; the conversation has ${maxPins} pinned messages`)
    counts.set(conversationId, count + (pinned ? 1 : -1))
    return { parts: { pin: pinned ? { by: callerId, at: conversation.now } : undefined } }
  },
  note: ({ change, after }) => ({ type: change.pinned ? 'message_pinned' : 'message_unpinned', messageId: after.id, position: after.position }),
})
