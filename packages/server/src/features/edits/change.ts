import { mayEdit } from '@palaver/core'
import { PalaverError, type TextContent } from '@palaver/protocol'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { keepReplaced } from './repository.ts'

/** New content for a message of one's own. */
export interface EditChange extends MessageChange {
  readonly content: TextContent
  /** How long after sending a message may be edited, in milliseconds. */
  readonly windowMs: number
}

/** Editing: what it said before is kept. */
export const editMessages = defineMessageChange<EditChange>({
  name: 'edits.edit',
  doing: 'edit the message',
  permission: 'message.edit',
  decide({ callerId, content, windowMs }, { message, conversation }) {
    if (!mayEdit(message, { me: callerId, now: conversation.now, windowMs })) {
      const own = message.senderId === callerId && message.content.kind !== 'system' && !message.forwardedFrom
      return new PalaverError('forbidden', `unable to edit the message; ${own ? 'the time for it is over' : 'it is not yours'}`)
    }
    if (message.content.kind === 'text' && message.content.text === content.text) return 'same'
    return { content, parts: { editedAt: conversation.now } }
  },
  store: keepReplaced,
})
