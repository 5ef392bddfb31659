import { isDeepStrictEqual } from 'node:util'
import { mayEdit } from '@palaver/core'
import { type Message, PalaverError, type TextContent } from '@palaver/protocol'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { keepReplaced } from './repository.ts'

/** New content for a message of one's own. */
export interface EditChange extends MessageChange {
  readonly content: TextContent
  /** Stays unless given. */
  readonly custom: Message['custom']
  /** How long after sending a message may be edited, in milliseconds. */
  readonly windowMs: number
}

/** Editing: what it said before is kept. Other custom data alone is no edit that people are told of. */
export const editMessages = defineMessageChange<EditChange>({
  name: 'edits.edit',
  doing: 'edit the message',
  permission: 'message.edit',
  decide({ callerId, content, custom, windowMs }, { message, conversation }) {
    if (!mayEdit(message, { me: callerId, now: conversation.now, windowMs })) {
      const own = message.senderId === callerId && message.content.kind !== 'system' && !message.forwardedFrom
      return new PalaverError('forbidden', `unable to edit the message; ${own ? 'the time for it is over' : 'it is not yours'}`)
    }
    const isSaidAnew = saysElse(message, content)
    const isDescribedAnew = custom !== undefined && !isDeepStrictEqual(message.custom, custom)
    if (!isSaidAnew && !isDescribedAnew) return 'same'
    return { ...(isDescribedAnew && { custom }), ...(isSaidAnew && { content, parts: { editedAt: conversation.now } }) }
  },
  store: (tx, edits) => keepReplaced(tx, edits.filter(({ before, change }) => saysElse(before, change.content))),
})

const saysElse = ({ content }: Message, { text }: TextContent): boolean => content.kind !== 'text' || content.text !== text
