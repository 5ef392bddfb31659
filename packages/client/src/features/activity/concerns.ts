import { mentionsMe, messageAt } from '@palaver/core'
import type { Message } from '@palaver/protocol'
import { type ConversationState, isLoaded } from '../../state/conversation-state.ts'

/** May the change of a conversation have changed the activity of `me`? When that is not known here, the answer is yes. */
export const concernsMe = (me: string, next: ConversationState, previous: ConversationState): boolean => {
  if (next.gone !== previous.gone) return true
  if (!isLoaded(next) || !isLoaded(previous)) return false
  const { role } = next.membership
  const isNew = ({ position }: Message) => position > previous.head.position
  const calls = (message: Message) => mentionsMe(message, { me, role }) || answersMe(message)
  const answersMe = ({ senderId, replyTo }: Message) => {
    if (!replyTo || senderId === me) return false
    return (messageAt(next.rows, replyTo.position)?.senderId ?? me) === me
  }
  // Of what was there before: reactions to what is one's own.
  const touches = (message: Message) => {
    if (isNew(message)) return calls(message)
    const before = messageAt(previous.rows, message.position)
    return message.senderId === me && before !== undefined && before.reactions !== message.reactions && message.revision > before.revision
  }
  const last = next.head.lastMessage
  if (last && last !== previous.head.lastMessage && touches(last)) return true
  if (next.rows === previous.rows) return false
  const known = new Set(previous.rows.chunks)
  return next.rows.chunks.some((chunk) => !known.has(chunk) && chunk.rows.some((row) => row.revision > previous.revision && touches(row)))
}
